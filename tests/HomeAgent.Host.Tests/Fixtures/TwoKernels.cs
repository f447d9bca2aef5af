using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>Two edges with the kernel's IPsec: both mobile nodes are in the block of e1.</summary>
internal static class TwoKernels
{
    private static readonly (string Key, string? Value)[] Keys =
    [
        ("Ipsec", "Kernel"), ("Edge:Name", "e1"),
        ("Edges:0:Name", "e1"), ("Edges:0:Blocks", "2001:db8:1::/65,10.10.0.0/25"), ("Edges:0:Spis", "256-8191"),
        ("Edges:1:Name", "e2"), ("Edges:1:Blocks", "2001:db8:1:0:8000::/65,10.10.0.128/25"), ("Edges:1:Spis", "8192-12287"),
    ];

    public static HomeAgentOptions Options(params (string Key, string? Value)[] changes) => Configured.Options([.. Keys, .. changes]);
}
