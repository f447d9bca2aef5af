using DsMip.Ike;

namespace DsMip.Native.Tests.Ike;

[Clause("4877-4.2-identity", "4877-7.1-pad", "4877-7.3-idi")]
public sealed class CertificateTests : IDisposable
{
    private readonly IkeNetwork _network = new();
    private readonly CertificateAuthority _authority = new();

    public void Dispose()
    {
        _authority.Dispose();
        _network.Dispose();
    }

    [NativeFact]
    public async Task Certificates_open_the_home_address_of_their_identity_and_no_other()
    {
        var agentFiles = _authority.Issue("ha.example");
        await using var agent = await IkeEnd.StartAsync(
            _network.HomeAgent,
            "",
            MobileIkeConnection.ForHomeAgent(IkeNetwork.First, new IkeAuthentication("ha.example", "mn1.example", agentFiles)),
            MobileIkeConnection.ForHomeAgent(IkeNetwork.Second, new IkeAuthentication("ha.example", "mn2.example", agentFiles)));
        var own = new IkeAuthentication("mn1.example", "ha.example", _authority.Issue("mn1.example"));
        await using var node = await IkeEnd.StartAsync(_network.MobileNode, "", MobileIkeConnection.ForMobileNode(IkeNetwork.First, own));
        await Until.TrueAsync(async () => (await node.InstalledAsync()).Count > 0, () => node.Describe() + agent.Describe());

        var others = new IkeAuthentication("mn2.example", "ha.example", _authority.Issue("mn2.example"));
        var greedy = MobileIkeConnection.ForMobileNode(IkeNetwork.First, others);
        await using var attacker = await IkeEnd.StartAsync(
            _network.OtherMobileNode, "", greedy with { Name = "dsmip-attack", Local = IkeNetwork.SecondHomeAddress });
        Assert.False((await attacker.Session.InitiateAsync("dsmip-attack", "signalling", default)).IsEstablished);
        Assert.Contains("TS_UNACCEPT", attacker.Describe(), StringComparison.Ordinal);
    }

    /// <summary>charon looks for an address among the iPAddress names of the certificate and nowhere else.</summary>
    [NativeFact]
    [Clause("4877-7.3-san")]
    public async Task Who_calls_himself_by_a_home_address_has_it_in_his_certificate()
    {
        var (home, others) = ($"{IkeNetwork.First.HomeAddress}", $"{IkeNetwork.Second.HomeAddress}");
        await using var agent = await IkeEnd.StartAsync(
            _network.HomeAgent, "", MobileIkeConnection.ForHomeAgent(IkeNetwork.First, new IkeAuthentication("ha.example", home, _authority.Issue("ha.example"))));
        var pretended = new IkeAuthentication(home, "ha.example", _authority.Issue(others));
        var attack = MobileIkeConnection.ForMobileNode(IkeNetwork.First, pretended) with { Name = "dsmip-attack", Local = IkeNetwork.SecondHomeAddress };
        await using (var attacker = await IkeEnd.StartAsync(_network.OtherMobileNode, "", attack))
            Assert.False((await attacker.Session.InitiateAsync("dsmip-attack", "signalling", default)).IsEstablished);

        var own = new IkeAuthentication(home, "ha.example", _authority.Issue(home));
        await using var node = await IkeEnd.StartAsync(_network.MobileNode, "", MobileIkeConnection.ForMobileNode(IkeNetwork.First, own));
        await Until.TrueAsync(async () => (await node.InstalledAsync()).Count > 0, () => node.Describe() + agent.Describe());
    }
}
