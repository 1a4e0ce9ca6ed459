"""Refusing system calls that no notebook needs: they reach the kernel's less trodden parts, or memory that nobody counts."""

import ctypes
import errno
import platform
import struct

_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _AND_SET, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _FOURTH_ARGUMENT = 0, 4, 16, 40  # offsets in struct seccomp_data
_NEW_NAMESPACES = 0x7E020000
_SHARING, _SHARED_MEMORY = 0x23, 0x21  # the flags that say how memory is shared; shared, and not a file's
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2

# x86_64, aarch64
_REFUSED = {
    "shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186), "ptrace": (101, 117), "pivot_root": (155, 41), "mount": (165, 40),
    "umount2": (166, 39), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "unshare": (272, 97), "vmsplice": (278, 75),
    "perf_event_open": (298, 241), "setns": (308, 268), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "memfd_create": (319, 279), "bpf": (321, 280), "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "pidfd_getfd": (438, 438), "mount_setattr": (442, 442), "memfd_secret": (447, 447), "kcmp": (312, 272),
}
_MACHINES = {"x86_64": (0, 0xC000003E, 9, 56), "aarch64": (1, 0xC00000B7, 222, 220)}  # column above, architecture, mmap, clone
_CLONE3 = 435
_X32 = 0x40000000


def refuse_system_calls():
    """Refuse them to this process and all it starts, for good.

    Raises
    ------
    OSError
        If the kernel does not take the filter.
    """
    program = b"".join(struct.pack("<HBBI", *line) for line in _program(*_MACHINES[platform.machine()]))
    lines = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(lines)))
    library = ctypes.CDLL(None, use_errno=True)
    for arguments in ((_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (_SET_SECCOMP, _FILTER, ctypes.byref(header), 0, 0)):
        if library.prctl(*arguments):
            raise OSError(ctypes.get_errno(), "prctl")


def _program(column, architecture, mmap, clone):
    """Return the filter as lines of (code, jump if true, jump if false, constant)."""
    refuse = (_RETURN, 0, 0, _REFUSE | errno.EPERM)
    yield _LOAD, 0, 0, _ARCHITECTURE
    yield _EQUAL, 1, 0, architecture
    yield _RETURN, 0, 0, _KILL
    yield _LOAD, 0, 0, _NUMBER
    yield _AT_LEAST, 0, 1, _X32
    yield refuse
    for numbers in _REFUSED.values():
        yield _EQUAL, 0, 1, numbers[column]
        yield refuse
    yield _EQUAL, 0, 1, _CLONE3  # its flags cannot be looked at; without it, libraries use clone
    yield _RETURN, 0, 0, _REFUSE | errno.ENOSYS
    yield _EQUAL, 0, 5, mmap
    yield _LOAD, 0, 0, _FOURTH_ARGUMENT
    yield _AND, 0, 0, _SHARING
    yield _EQUAL, 0, 1, _SHARED_MEMORY
    yield refuse
    yield _RETURN, 0, 0, _ALLOW
    yield _EQUAL, 0, 3, clone
    yield _LOAD, 0, 0, _FIRST_ARGUMENT
    yield _AND_SET, 0, 1, _NEW_NAMESPACES
    yield refuse
    yield _RETURN, 0, 0, _ALLOW
