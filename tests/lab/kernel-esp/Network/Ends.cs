using DsMip.Wire;

namespace DsMip.KernelEsp.Lab;

/// <summary>The kernel's address and ours.</summary>
internal readonly record struct Ends(IpAddress Kernel, IpAddress Ours)
{
    public static readonly Ends OuterIpv6 = Of("2001:db8:e::1", "2001:db8:e::2");
    public static readonly Ends InnerIpv6 = Of("2001:db8:1::1", "2001:db8:1::2");
    public static readonly Ends OuterIpv4 = Of("192.0.2.1", "192.0.2.2");
    public static readonly Ends InnerIpv4 = Of("198.51.100.1", "198.51.100.2");

    public static IEnumerable<Ends> All => [OuterIpv6, InnerIpv6, OuterIpv4, InnerIpv4];

    private static Ends Of(string kernel, string ours) => new(IpAddress.Parse(kernel), IpAddress.Parse(ours));
}
