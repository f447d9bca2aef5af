using DsMip.IPsec;

namespace DsMip.KernelEsp.Lab;

/// <summary>One way to protect: suite, mode, extended numbers, and the families of the packets inside and outside.</summary>
public sealed record EspCase(EspSuite Suite, IpsecMode Mode, bool Extended, bool InnerIpv4 = false, bool OuterIpv4 = false)
{
    private static readonly EspSuite[] Ipv4Suites = [EspSuite.AesGcm128, EspSuite.AesCbc128HmacSha256];

    /// <summary>Every suite in both modes with and without ESN over IPv6; for two suites also all that has IPv4 in it.</summary>
    public static IReadOnlyList<EspCase> All { get; } = [.. OverIpv6(), .. WithIpv4()];

    /// <summary>One suite of each kind, to be taken over 2^32 packets.</summary>
    public static IReadOnlyList<EspCase> Wrapping { get; } =
    [
        new(EspSuite.AesGcm256, IpsecMode.Transport, true),
        new(EspSuite.AesCbc256HmacSha256, IpsecMode.Tunnel, true),
        new(EspSuite.NullHmacSha256, IpsecMode.Transport, true),
    ];

    public string Name => $"{EspSuiteProfile.Of(Suite).Name} {Mode.ToString().ToLowerInvariant()} {Families}{(Extended ? " esn" : "")}";

    internal Ends Inner => Mode == IpsecMode.Transport ? Outer : InnerIpv4 ? Ends.InnerIpv4 : Ends.InnerIpv6;

    internal Ends Outer => OuterIpv4 ? Ends.OuterIpv4 : Ends.OuterIpv6;

    private string Families => Mode == IpsecMode.Transport ? Family(OuterIpv4) : $"{Family(InnerIpv4)}-in-{Family(OuterIpv4)}";

    private static string Family(bool ipv4) => ipv4 ? "ipv4" : "ipv6";

    private static IEnumerable<EspCase> OverIpv6() =>
        from suite in Enum.GetValues<EspSuite>()
        from mode in Enum.GetValues<IpsecMode>()
        from extended in (bool[])[true, false]
        select new EspCase(suite, mode, extended);

    private static IEnumerable<EspCase> WithIpv4() =>
        from suite in Ipv4Suites
        from plan in (EspCase[])
        [
            new(suite, IpsecMode.Transport, true, InnerIpv4: true, OuterIpv4: true),
            new(suite, IpsecMode.Tunnel, true, InnerIpv4: true, OuterIpv4: true),
            new(suite, IpsecMode.Tunnel, true, InnerIpv4: true, OuterIpv4: false),
            new(suite, IpsecMode.Tunnel, true, InnerIpv4: false, OuterIpv4: true),
        ]
        select plan;
}
