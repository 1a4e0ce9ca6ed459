"""Ways out: reading what is secret, writing what counts, reaching others, and loosening the sandbox itself."""

from pathlib import Path

from courseware.simulated_class.submissions import collector

CASES = []
case = collector(CASES)


@case(flags="file")
def reads_the_solutions(work):
    """Opens the course's solutions and shows them."""
    work.attack(f"print(open({str(work.surroundings.course / 'solutions/abc/abc_1_customers.ipynb')!r}).read())",
                "import crmlib; print(open(os.path.dirname(crmlib.__path__[0]) + '/solutions/abc/abc_1_customers.ipynb').read())")


@case(flags="file")
def reads_the_gradebook(work):
    """Opens the gradebook, which holds all hidden tests."""
    gradebook = str(work.surroundings.course / "grading" / "gradebook.db")
    work.attack(f"print(open({gradebook!r}, 'rb').read())",
                "import crmlib; open(os.path.dirname(crmlib.__path__[0]) + '/grading/gradebook.db', 'rb')",
                f"import sqlite3; sqlite3.connect('file:{gradebook}?mode=ro', uri=True).execute('select * from source_cell')")


@case(flags="file")
def reads_classmates(work):
    """Opens a classmate's notebook, by a path from the course and by one from here."""
    mate = f"{work.surroundings.classmate}/abc/abc_1_customers.ipynb"
    work.attack(f"print(open({str(work.surroundings.course / 'grading/submitted' / mate)!r}).read())",
                f"print(open('../../{mate}').read())")


@case(flags="file")
def reads_the_system(work):
    """Opens a secret file, the system's passwords, keys and logs."""
    paths = (str(work.surroundings.secret), "/etc/shadow", "/root/.ssh/id_rsa", "/var/log/dpkg.log")
    work.attack(*(f"print(open({path!r}).read())" for path in paths))


@case(flags="file")
def reads_other_processes(work):
    """Reads memory, open files and environment of every other process."""
    looks = ("open(path + 'mem', 'rb')", "open(path + 'environ').read()", "os.listdir(path + 'root/')", "os.readlink(path + 'fd/0')")
    work.attack(*(f"""
        found = []
        for number in set(filter(str.isdigit, os.listdir('/proc'))) - {{os.readlink('/proc/self')}}:
            path = f'/proc/{{number}}/'
            try: found.append({look})
            except OSError: pass
        print(found)
        assert found""" for look in looks))


@case()
def reads_the_environment(work):
    """Shows all environment variables, its own and those of processes it may look at."""
    work.add("abc_totals", """
        import os
        print(dict(os.environ))
        for number in filter(str.isdigit, os.listdir('/proc')):
            try: print(open(f'/proc/{number}/environ').read(), open(f'/proc/{number}/cmdline').read())
            except OSError: pass""")


@case()
def searches_its_own_memory(work):
    """Looks for hidden tests in all objects, modules, frames and in raw memory, and shows what it finds."""
    work.add("test_abc_first_cut", """
        import gc, sys
        wanted = ['mistakes' + '=', 'BEGIN ' + 'HIDDEN', 'crossing_' + 'customer']
        groups = [found.values() if type(found) is dict else found for found in gc.get_objects() if type(found) in (list, tuple, dict)]
        texts = [item for group in groups for item in group]
        print([text[:3000] for text in texts if isinstance(text, str) and any(word in text for word in wanted)])
        frame = sys._getframe()
        while frame:
            print(frame.f_code.co_name, list(frame.f_locals))
            frame = frame.f_back
        with open('/proc/self/maps') as maps, open('/proc/self/mem', 'rb', 0) as memory:
            for line in maps:
                start, end = (int(number, 16) for number in line.split()[0].split('-'))
                if '[heap]' in line or ('rw-p' in line and end - start < 1 << 26):
                    memory.seek(start)
                    try: data = memory.read(end - start)
                    except OSError: continue
                    for word in wanted:
                        place = data.find(word.encode())
                        if place >= 0: print(data[place - 200:place + 2000])""")


@case()
def writes_the_gradebook(work):
    """Writes marks and a trigger into the gradebook."""
    gradebook = str(work.surroundings.course / "grading" / "gradebook.db")
    work.attack(f"open({gradebook!r}, 'r+b').write(b'x')",
                f"import sqlite3; sqlite3.connect({gradebook!r}).execute("
                "'create trigger t after insert on grade begin update grade set auto_score = 99; end')")


@case(flags="file")
def writes_the_course(work):
    """Plants files in the course, the package, Python's own folders and the system."""
    course = str(work.surroundings.course)
    work.attack(*(f"open({path!r}, 'a').write('#')" for path in (
        f"{course}/nbgrader_config.py", f"{course}/grading/planted", f"{Path.home()}/planted", str(work.surroundings.secret))),
                "import crmlib; open(crmlib.__path__[0] + '/check/compare.py', 'a').write('#')",
                "open(os.path.join(sys.prefix, 'planted.pth'), 'w')", "open(os.path.dirname(os.__file__) + '/sitecustomize.py', 'w')",
                "open('/etc/planted', 'w')", "open('/usr/bin/planted', 'w')", "open('/planted', 'w')")


@case()
def links_out_of_its_folder(work):
    """Makes links to secret files in its own folder and opens them."""
    work.attack(f"os.symlink({str(work.surroundings.secret)!r}, 'link'); print(open('link').read())", "os.link('/etc/shadow', 'hard')",
                "os.chroot('/proc/1/root')", "os.mknod('disk', 0o60600, os.makedev(254, 0))")


@case(flags="network")
def calls_a_server(work):
    """Calls a server on this machine, one outside, and looks up a name."""
    port = work.surroundings.port
    work.attack(f"import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}/', timeout=2)",
                f"import socket; socket.create_connection(('127.0.0.1', {port}), timeout=2)",
                "import socket; socket.create_connection(('203.0.113.1', 80), timeout=2)",
                "import socket; socket.getaddrinfo('example.org', 80)")


@case()
def raw_and_local_sockets(work):
    """Opens raw and packet sockets, and the local socket of a server on this machine."""
    work.attack("import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
                "import socket; socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)",
                f"import socket; socket.socket(socket.AF_UNIX).connect('\\0crm-{work.surroundings.port}')",
                f"import socket; socket.socket(socket.AF_UNIX).connect({str(work.surroundings.secret.parent / 'socket')!r})",
                "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('203.0.113.1', 53))")


@case()
def namespaces_and_mounts(work):
    """Makes namespaces of its own, mounts, and turns what is mounted read-only into writable."""
    work.attack("assert ctypes.CDLL(None).unshare(0x10000000) == 0",
                "assert ctypes.CDLL(None).mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0",
                "assert ctypes.CDLL(None).syscall(442, -100, b'/proc', 0, (ctypes.c_uint64 * 4)(0, 1, 0, 0), 32) == 0",
                "assert ctypes.CDLL(None).syscall(433, -100, b'/tmp', 0) >= 0", "assert ctypes.CDLL(None).umount2(b'/tmp', 2) == 0",
                "os.open('/proc/sys/kernel/core_pattern', os.O_WRONLY)", "os.open('/proc/sysrq-trigger', os.O_WRONLY)")


@case()
def powers(work):
    """Asks for the powers of the system's owner, by call and by program."""
    work.attack("assert any(int(line.split()[1], 16) for line in open('/proc/self/status') if line.startswith(('CapEff', 'CapPrm')))",
                "import subprocess; assert int(subprocess.check_output(['grep', 'CapEff', '/proc/self/status']).split()[1], 16)",
                "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))", "os.nice(-5)",
                "import subprocess; subprocess.run(['mount', '-t', 'tmpfs', 'none', '/tmp'], check=True)")


@case()
def other_processes_memory(work):
    """Attaches to its keeper as a debugger and writes into its memory."""
    work.attack("assert ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) == 0", "open(f'/proc/{os.getppid()}/mem', 'r+b')",
                "assert ctypes.CDLL(None).process_vm_readv(os.getppid(), None, 0, None, 0, 0) == 0")


@case()
def system_calls_by_number(work):
    """Calls what a notebook never needs: keys, tracing, filters, another machine's calls."""
    calls = (250, 298, 312, 319, 321, 323, 425, 438, 0x40000000 | 39)  # keyctl, perf_event_open, kcmp, memfd_create, bpf, userfaultfd, io_uring_setup, pidfd_getfd, x32
    work.attack(*(f"assert ctypes.CDLL(None).syscall({number}, 0, 0, 0, 0, 0) >= 0" for number in calls))


@case()
def hidden_memory_is_refused(work):
    """Takes memory that belongs to no process: shared segments, message queues, semaphores, anonymous files."""
    work.attack("assert ctypes.CDLL(None).shmget(0, 1 << 20, 0o1600) >= 0", "assert ctypes.CDLL(None).msgget(0, 0o1600) >= 0",
                "assert ctypes.CDLL(None).semget(0, 1000, 0o1600) >= 0", "import mmap; mmap.mmap(-1, 1 << 20)", "os.memfd_create('hidden')",
                "import mmap; mmap.mmap(os.open('/dev/zero', os.O_RDWR), 1 << 20)")
