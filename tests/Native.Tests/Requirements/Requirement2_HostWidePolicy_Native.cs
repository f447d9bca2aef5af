using DsMip.Simulation.Tests.Requirements;

namespace DsMip.Native.Tests.Requirements;

/// <summary>
/// Req 2: the kernel's one host-wide SPD puts every kind of packet on its own SA, by address, protocol and type; the last entry catches payload. No entry
/// names an interface.
/// </summary>
[Clause("draft-2-native")]
public sealed class Requirement2_HostWidePolicy_Native(SharedTraffic shared) : IClassFixture<SharedTraffic>
{
    public static TheoryData<string> Kinds => [.. MobileIpTraffic.All.Select(kind => kind.Name)];

    [NativeTheory]
    [Clause("6275-10.4.6-esp", "4877-4.1-return-routability", "4877-4.1-prefix-discovery", "4877-4.3-mh-types")]
    [MemberData(nameof(Kinds))]
    public void Every_kind_leaves_under_its_own_SA_and_arrives(string kind) => HostWidePolicy.Pass(shared.Traffic, kind);

    [NativeFact]
    public void In_any_order()
    {
        var random = new Random(2);
        for (var i = 0; i < 200; i++) HostWidePolicy.Pass(shared.Traffic, MobileIpTraffic.All[random.Next(MobileIpTraffic.All.Length)].Name);
    }

    [NativeFact]
    public void No_entry_names_an_interface() => Assert.All(shared.Traffic.PoliciesByIp, policies => Assert.DoesNotContain(" dev ", policies, StringComparison.Ordinal));
}
