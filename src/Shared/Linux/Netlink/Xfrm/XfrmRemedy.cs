using DsMip.IPsec;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>What to do about a kernel that lacks a part of IPsec. Missing modules it loads by itself, if they are installed.</summary>
internal static class XfrmRemedy
{
    internal const string NoXfrm = "this kernel has no IPsec for user programs: install its module xfrm_user, or boot one built with CONFIG_XFRM_USER";

    internal const string NoMobility =
        "this kernel has no Mobile IPv6, so that IPsec policies cannot tell Mobility Headers apart: install its module mip6, or boot one built with CONFIG_IPV6_MIP6";

    internal const string NoMigrate = "this kernel cannot move IPsec endpoints: boot one built with CONFIG_XFRM_MIGRATE";

    internal static T Open<T>(Func<T> socket)
    {
        try
        {
            return socket();
        }
        catch (LinuxException e) when (e.Errno == Errno.EPROTONOSUPPORT)
        {
            throw new LinuxException("opening the kernel's IPsec", e.Errno, NoXfrm);
        }
    }

    /// <summary>What the refusal to install a state means, as far as it means one thing.</summary>
    internal static string? ForState(Errno error, EspSuite suite) => error switch
    {
        Errno.EPROTONOSUPPORT => "this kernel has no ESP: install its modules esp6 and esp4, or boot one built with CONFIG_INET6_ESP and CONFIG_INET_ESP",
        Errno.ENOSYS or Errno.ENOENT => $"this kernel lacks an algorithm of {EspSuiteProfile.Of(suite).Name}: install its crypto modules, or choose another suite",
        _ => null,
    };
}
