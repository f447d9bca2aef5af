using System.Text.Json.Nodes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Daemons;

/// <summary>Whose IPsec a daemon of the lab uses, where its keys come from, and whether payload is protected.</summary>
/// <param name="IsKernel">ESP of the Linux kernel; else our own.</param>
/// <param name="IsIke">Keys negotiated by charons; else by hand.</param>
/// <param name="ProtectsPayload">Payload in the tunnel is ESP, too. Needs IKE: keys by hand are for signalling.</param>
public sealed record LabIpsec(bool IsKernel, bool IsIke, bool ProtectsPayload)
{
    public static readonly LabIpsec Bits = new(false, false, false);

    public static readonly LabIpsec KernelByHand = new(true, false, false);

    public static readonly LabIpsec KernelByIke = new(true, true, false);

    public static readonly LabIpsec ProtectedPayload = new(true, true, true);

    public override string ToString() => (IsKernel, IsIke, ProtectsPayload) switch
    {
        (false, _, _) => "our own ESP (bump in the stack), keys by hand",
        (true, false, _) => "the kernel's ESP, keys by hand",
        (true, true, false) => "the kernel's ESP, keys by strongSwan's charon",
        _ => "the kernel's ESP for signalling and payload, keys by strongSwan's charon",
    };

    /// <summary><c>IPSEC=bits|native</c>; native with <c>KEYS=ike|manual</c> and <c>PROTECT=1</c>.</summary>
    public static LabIpsec FromEnvironment() =>
        (Environment.GetEnvironmentVariable("IPSEC"), Environment.GetEnvironmentVariable("KEYS"), Environment.GetEnvironmentVariable("PROTECT")) switch
        {
            (null or "" or "bits", _, _) => Bits,
            ("native", "manual", not "1") => KernelByHand,
            ("native", null or "" or "ike", not "1") => KernelByIke,
            ("native", null or "" or "ike", "1") => ProtectedPayload,
            _ => throw new LabException("IPSEC is bits or native; with native KEYS is ike or manual, and PROTECT=1 needs keys by IKE"),
        };

    /// <summary>What the home agent's configuration says about it besides its mobile nodes.</summary>
    /// <param name="viciSocket">Of its charon.</param>
    public void ApplyToHomeAgent(JsonObject configuration, string viciSocket)
    {
        ApplyTo(configuration);
        if (IsIke)
        {
            configuration["Ike"] = new JsonObject { ["ViciSocket"] = viciSocket, ["Identity"] = IkePeer.HomeAgent };
        }
    }

    /// <inheritdoc cref="ApplyToHomeAgent"/>
    public void ApplyToMobileNode(JsonObject configuration, string viciSocket)
    {
        ApplyTo(configuration);
        if (IsIke)
        {
            configuration["Ike"]!["ViciSocket"] = viciSocket;
        }
    }

    private void ApplyTo(JsonObject configuration)
    {
        if (IsKernel)
        {
            configuration["Ipsec"] = "Kernel";
        }
    }
}
