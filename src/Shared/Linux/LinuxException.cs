using System.Runtime.InteropServices;

namespace DsMip.Linux;

/// <summary>The kernel refused something. One line: what was tried, the error by its symbol, and what to do about it.</summary>
public sealed class LinuxException : Exception
{
    public LinuxException(string operation, Errno errno, string? remedy = null)
        : base(Describe(operation, errno, remedy ?? UsualRemedy(errno)))
    {
        Operation = operation;
        Errno = errno;
    }

    /// <summary>What was tried, e.g. "opening /dev/net/tun".</summary>
    public string Operation { get; }

    public Errno Errno { get; }

    internal static LinuxException Last(string operation, string? remedy = null) => new(operation, LastErrno, remedy);

    internal static Errno LastErrno => (Errno)Marshal.GetLastPInvokeError();

    private static string Describe(string operation, Errno errno, string? remedy)
    {
        var text = $"{operation}: {errno} ({Marshal.GetPInvokeErrorMessage((int)errno)})";
        return remedy is null ? text : $"{text}; {remedy}";
    }

    private static string? UsualRemedy(Errno errno) => errno switch
    {
        Errno.EPERM or Errno.EACCES => "needs CAP_NET_ADMIN and CAP_NET_RAW: run as root or grant these capabilities",
        Errno.EADDRINUSE => "another program holds this address and port: 'ss -anp' names it",
        Errno.EADDRNOTAVAIL => "the address is not configured on this machine: 'ip address' lists those that are",
        Errno.EAFNOSUPPORT => "this kernel lacks the address family, or IPv6 is disabled (sysctl net.ipv6.conf.all.disable_ipv6)",
        Errno.ENODEV => "no such interface: 'ip link' lists those there are",
        Errno.EMFILE or Errno.ENFILE => "too many open files: raise 'ulimit -n' (LimitNOFILE in a systemd unit)",
        _ => null,
    };
}
