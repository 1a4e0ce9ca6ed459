"""Shutting one submission in: its own processes, files and limits. Runs in the forked copy of the warm Python."""

import ctypes
import os
import resource
import signal
import struct

from crmlib.grading.sandbox.seccomp import refuse_system_calls

_NEW_USER, _NEW_PROCESSES, _NEW_FILES, _NEW_MEMORY_SHARING = 0x10000000, 0x20000000, 0x00020000, 0x08000000
_PRIVATE_AND_BELOW = 0x44000
_NO_SET_USER, _NO_DEVICES = 2, 4
_BIND = 0x1000
_REMOUNT_READ_ONLY = 0x20 | _BIND | 1 | 2 | 4 | 8
_CAPABILITIES_VERSION = 0x20080522
_DIE_WITH_PARENT, _ADOPT_ORPHANS = 1, 36
_LIBRARY = ctypes.CDLL(None, use_errno=True)


def enter(work, own_folders, limits, sandboxed):
    """Return only in the process that is to run the submission; the others wait for it and end."""
    os.setsid()
    nowhere = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    if sandboxed:
        _new_namespaces()
        _leave_to_child()  # a new process namespace begins with the next process
        _mount_files(own_folders, limits)
        _leave_to_child()  # the first process of a namespace cannot be killed from within
    os.chdir(work)
    _set_limits(limits)
    if sandboxed:
        _give_up_powers()
        refuse_system_calls()


def die_with_parent():
    """Let this process be killed when the one that started it ends."""
    _called("prctl", _DIE_WITH_PARENT, int(signal.SIGKILL), 0, 0, 0)


def adopt_orphans():
    """Become the parent of processes below that lose theirs, so that none escapes the count."""
    _called("prctl", _ADOPT_ORPHANS, 1, 0, 0, 0)


def _leave_to_child():
    """Fork: the child goes on; the parent cleans up after everything below it and ends when the child has ended."""
    child = os.fork()
    if child == 0:
        die_with_parent()
        return
    os.closerange(3, 256)
    while os.wait()[0] != child:
        pass
    os._exit(0)


def _new_namespaces():
    user, group = os.getuid(), os.getgid()
    _called("unshare", _NEW_USER | _NEW_PROCESSES | _NEW_FILES | _NEW_MEMORY_SHARING)
    for name, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(line)


def _mount_files(own_folders, limits):
    """Give the submission empty folders of its own; nothing else can be written."""
    _called("mount", b"none", b"/", None, _PRIVATE_AND_BELOW, None)
    room = f"size={limits.disk},nr_inodes={limits.files}".encode()
    for folder in own_folders:
        _called("mount", b"tmpfs", folder.encode(), b"tmpfs", _NO_SET_USER | _NO_DEVICES, room)
    _called("mount", b"/dev/null", b"/dev/zero", None, _BIND, None)  # /dev/zero shared is memory that nobody counts
    _called("mount", None, b"/proc", None, _REMOUNT_READ_ONLY, None)


def _give_up_powers():
    """Give up what the owner of the namespaces may do, such as making writable again what was mounted read-only."""
    header = ctypes.create_string_buffer(struct.pack("Ii", _CAPABILITIES_VERSION, 0))
    _called("capset", header, ctypes.create_string_buffer(24))


def _set_limits(limits):
    """Set what the kernel limits for each process; the grader watches all of them together."""
    for name, most in (
        (resource.RLIMIT_AS, 2 * limits.memory),
        (resource.RLIMIT_FSIZE, limits.disk),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (most, most))


def _called(name, *arguments):
    if getattr(_LIBRARY, name)(*arguments):
        raise OSError(ctypes.get_errno(), f"{name} was refused")
