using DsMip.Simulation.Tests.Requirements;

namespace DsMip.Native.Tests.Requirements;

/// <summary>Req 1 in tunnel mode: the outer header of return routability and payload is replaced after the kernel's IPsec, and put back before it.</summary>
[Clause("draft-1-tunnel-native")]
public sealed class Requirement1_TunnelMode_Native(SharedTraffic shared) : IClassFixture<SharedTraffic>
{
    public static TheoryData<string> Kinds => [.. Handovers.TunnelMode];

    [NativeTheory]
    [Clause("6275-10.4.6-next-packet", "5555-5.1-tunnel-sa", "4877-4.3-next-packet")]
    [MemberData(nameof(Kinds))]
    public void The_next_packet_after_a_binding_takes_the_new_path(string kind)
    {
        var handovers = new Handovers(shared.Traffic);
        var random = new Random(1);
        for (var i = 0; i < 20; i++) handovers.FollowInTunnelMode(kind, CareOf.All[random.Next(CareOf.All.Length)]);
    }
}
