// What the page object asks the open JupyterLab page.
globalThis.course = {
  unanswered: new Set(), // identifiers of requests that the kernel has not finished with
  problems: [], // errors and warnings from the kernel, also those that a widget would swallow

  panel() {
    return globalThis.jupyterapp?.shell?.currentWidget;
  },

  // Say whether the notebook can be used; watch its kernel from the first moment.
  isReady(path) {
    const panel = this.panel();
    if (panel?.context?.path !== path || !panel.context.isReady) return false;
    const { session } = panel.sessionContext;
    if (session && !this.isWatching) this.watchKernel(session);
    return session?.kernel?.status === "idle";
  },

  watchKernel(session) {
    this.isWatching = true;
    const asked = new Set(); // requests whose problems count
    const ignored = new Set(); // JupyterLab asks for earlier widgets; a new kernel only warns
    session.anyMessage.connect((_, { msg, direction }) => {
      const { content, header, parent_header: parent } = msg;
      if (direction === "send" && msg.channel === "shell") {
        this.unanswered.add(header.msg_id);
        if (content.target_name === "jupyter.widget.control") ignored.add(content.comm_id);
        if (!ignored.has(content.comm_id)) asked.add(header.msg_id);
      } else if (header.msg_type === "status" && content.execution_state === "idle") {
        this.unanswered.delete(parent.msg_id);
      } else if (asked.has(parent.msg_id)) {
        const isError = header.msg_type === "error";
        const isWarning = header.msg_type === "stream" && content.name === "stderr";
        if (isError) this.problems.push(`${content.ename}: ${content.evalue}`);
        if (isWarning) this.problems.push(content.text);
      }
    });
  },

  runAllCells(limit) {
    const finished = jupyterapp.commands.execute("notebook:run-all-cells");
    const late = new Promise((_, reject) => {
      setTimeout(() => reject(new Error(`The cells still run after ${limit} ms.`)), limit);
    });
    return Promise.race([finished, late]);
  },

  // Resolve when, for `quiet` ms on end, the kernel owed no answer and the page did not change.
  // The kernel alone is not enough: it is idle between the steps of one drag.
  settle(quiet, limit) {
    const { node } = this.panel().content;
    const start = performance.now();
    let changed = start;
    const observer = new MutationObserver(() => (changed = performance.now()));
    observer.observe(node, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    return new Promise((resolve, reject) => {
      const look = () => {
        const now = performance.now();
        const loading = [...node.querySelectorAll("img")].some((image) => !image.complete);
        if (loading || this.unanswered.size > 0) changed = now;
        if (now - changed >= quiet) resolve();
        else if (now - start >= limit) reject(new Error(`Not settled after ${limit} ms.`));
        else setTimeout(look, 20);
      };
      look();
    }).finally(() => observer.disconnect());
  },

  async readPicture(image) {
    const content = await (await fetch(image.src)).arrayBuffer();
    return Array.from(new Uint8Array(content));
  },

  // Scroll to a page, counted from 0; say whether it shows what the page before did not.
  scrollToPage(node, number) {
    const overlap = 60;
    const top = number * (node.clientHeight - overlap);
    if (top + overlap >= node.scrollHeight) return false;
    node.scrollTop = top;
    return true;
  },

  // Note when a key was pressed, and the frame that shows the last picture or text after it.
  watchAnswers(area) {
    const note = () => requestAnimationFrame(() => (this.answer.last = performance.now()));
    area.addEventListener("keydown", () => (this.answer = { key: performance.now() }), true);
    area.addEventListener("load", note, true);
    for (const text of area.querySelectorAll(".widget-html-content")) {
      new MutationObserver(note).observe(text, { subtree: true, childList: true });
    }
  },
};
