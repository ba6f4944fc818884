"""Numbers of system calls, on the machines that CI runs on, by what is to happen to them.

From the headers asm/unistd_64.h and asm-generic/unistd.h of Linux: name, x86_64, aarch64.
"""

from __future__ import annotations

NEWEST = 450
"""Whatever came later is answered as unknown; libraries fall back on what they used before."""

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""What seccomp calls a machine (linux/audit.h), by what uname calls it."""

REFUSED = """
# sockets of every kind, those that no network namespace holds (vsock) included
socket                   41      198
socketpair               53      199
# other processes: their memory, their files, their registers
ptrace                  101      117
process_vm_readv        310      270
process_vm_writev       311      271
process_madvise         440      440
process_mrelease        448      448
kcmp                    312      272
pidfd_open              434      434
pidfd_getfd             438      438
pidfd_send_signal       424      424
move_pages              279      239
migrate_pages           256      238
# keys of the user and the session
keyctl                  250      219
add_key                 248      217
request_key             249      218
# parts of the kernel with a history of holes
bpf                     321      280
perf_event_open         298      241
userfaultfd             323      282
io_uring_setup          425      425
io_uring_enter          426      426
io_uring_register       427      427
vmsplice                278       75
modify_ldt              154        -
# namespaces and mounts
mount                   165       40
umount2                 166       39
pivot_root              155       41
chroot                  161       51
unshare                 272       97
setns                   308      268
open_tree               428      428
move_mount              429      429
fsopen                  430      430
fsconfig                431      431
fsmount                 432      432
fspick                  433      433
mount_setattr           442      442
# files by handle, past every path
open_by_handle_at       304      265
lookup_dcookie          212       18
fanotify_init           300      262
fanotify_mark           301      263
# memory that no limit counts
memfd_create            319      279
memfd_secret            447      447
shmget                   29      194
semget                   64      190
msgget                   68      186
mq_open                 240      180
# the machine
kexec_load              246      104
kexec_file_load         320      294
init_module             175      105
finit_module            313      273
delete_module           176      106
reboot                  169      142
swapon                  167      224
swapoff                 168      225
acct                    163       89
quotactl                179       60
quotactl_fd             443      443
settimeofday            164      170
clock_settime           227      112
adjtimex                159      171
clock_adjtime           305      266
sethostname             170      161
setdomainname           171      162
syslog                  103      116
vhangup                 153       58
ioperm                  173        -
iopl                    172        -
"""

REFUSED_BESIDE_OTHERS = """
# permissions, owners, times and attributes of files, which Landlock leaves open
chmod                    90        -
fchmod                   91       52
fchmodat                268       53
chown                    92        -
lchown                   94        -
fchown                   93       55
fchownat                260       54
utime                   132        -
utimes                  235        -
futimesat               261        -
utimensat               280       88
setxattr                188        5
lsetxattr               189        6
fsetxattr               190        7
removexattr             197       14
lremovexattr            198       15
fremovexattr            199       16
truncate                 76       45
# signals and priorities of processes of the same user
tkill                   200      130
rt_sigqueueinfo         129      138
rt_tgsigqueueinfo       297      240
setpriority             141      140
ioprio_set              251       30
sched_setparam          142      118
sched_setscheduler      144      119
sched_setattr           314      274
"""

JUDGED = """
# by their arguments, or answered as if unknown
clone                    56      220
clone3                  435      435
openat2                 437      437
ioctl                    16       29
open                      2        -
openat                  257       56
fcntl                    72       25
prlimit64               302      261
kill                     62      129
tgkill                  234      131
sched_setaffinity       203      122
"""


def numbers(table: str, machine: str) -> dict[str, int]:
    """Answer the numbers of one machine; calls that it does not have are left out.

    Raises
    ------
    KeyError
        Where the machine is not in the table.

    Examples
    --------
    >>> numbers(REFUSED, "x86_64")["socket"], numbers(REFUSED, "aarch64")["socket"]
    (41, 198)
    """
    column = {"x86_64": 1, "aarch64": 2}[machine]
    rows = [line.split() for line in table.splitlines() if line and not line.startswith("#")]
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}
