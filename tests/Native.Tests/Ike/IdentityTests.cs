using System.Globalization;
using System.Text.RegularExpressions;
using DsMip.Ike;
using DsMip.Lab.Topology;
using DsMip.Linux;

namespace DsMip.Native.Tests.Ike;

/// <summary>A mobile node with valid credentials of its own tries to be another one.</summary>
[Clause("4877-4.2-identity", "4301-4.4.3-pad")]
public sealed partial class IdentityTests
{
    private const string Name = "dsmip-attack";

    [NativeFact]
    [Clause("4877-7.1-pad", "5026-9.2-authorize", "5026-9.2-configured")]
    public async Task Its_identity_gets_no_keys_for_another_home_address()
    {
        await using var lab = await IkeLab.StartAsync();
        var honest = IkeNetwork.AtMobileNode(IkeNetwork.Second);
        var greedy = honest with { Name = Name, Children = IkeNetwork.AtMobileNode(IkeNetwork.First).Children };
        await using var attacker = await IkeEnd.StartAsync(lab.Network.OtherMobileNode, "", greedy);
        foreach (var child in new[] { "signalling", "rr", "prefix", "payload" })
            Assert.False((await attacker.Session.InitiateAsync(Name, child, default)).IsEstablished, child);
        Assert.Contains("TS_UNACCEPT", attacker.Describe(), StringComparison.Ordinal);
        Assert.All(lab.Agent.States(), state => Assert.Equal(IkeNetwork.First.Reqids.Signalling, state.Reqid));
        Assert.DoesNotContain(lab.Agent.States(), state => state.Source == $"{IkeNetwork.SecondHomeAddress}");
        Assert.DoesNotContain(attacker.States(), state => state.Source == $"{IkeNetwork.FirstHomeAddress}");
    }

    [NativeFact]
    public async Task Its_secret_does_not_prove_another_identity()
    {
        await using var lab = await IkeLab.StartAsync();
        var claim = new IkeAuthentication("mn1.example", "ha.example", IkeNetwork.Secret(IkeNetwork.Second));
        foreach (var pair in new[] { IkeNetwork.First, IkeNetwork.Second })
        {
            var connection = MobileIkeConnection.ForMobileNode(pair, claim) with { Name = Name, Local = IkeNetwork.SecondHomeAddress };
            await using var attacker = await IkeEnd.StartAsync(lab.Network.OtherMobileNode, "", connection);
            Assert.False((await attacker.Session.InitiateAsync(Name, "signalling", default)).IsEstablished);
            Assert.Contains("received AUTHENTICATION_FAILED notify error", attacker.Describe(), StringComparison.Ordinal);
        }

        Assert.True(await lab.SignalAsync(1));
    }

    [NativeFact]
    [Clause("4877-4.2-own-home-address")]
    public async Task With_its_own_keys_it_cannot_send_from_another_home_address()
    {
        await using var lab = await IkeLab.StartAsync();
        IkePolicies.Install(lab.Agent.Space, atHomeAgent: true, IkeNetwork.Second);
        IkePolicies.Install(lab.Network.OtherMobileNode, atHomeAgent: false, IkeNetwork.Second);
        await using var attacker = await IkeEnd.StartAsync(lab.Network.OtherMobileNode, "", IkeNetwork.AtMobileNode(IkeNetwork.Second));
        await Until.TrueAsync(async () => (await attacker.InstalledAsync()).Count > 0, attacker.Describe);
        using var messages = new MobilityMessages(attacker.Space);
        messages.SendBindingUpdate(IkeNetwork.SecondHomeAddress, IkeNetwork.HomeAgentAddress, 1);
        await Until.TrueAsync(() => lab.AtAgent.Received().Contains((IkeNetwork.SecondHomeAddress, (ushort)1)), attacker.Describe);

        UseOwnKeysFor(attacker.Space, IkeNetwork.FirstHomeAddress);
        var before = Mismatches(lab.Agent.Space);
        Assert.Equal(Errno.None, messages.SendBindingUpdate(IkeNetwork.FirstHomeAddress, IkeNetwork.HomeAgentAddress, 2));
        await Until.TrueAsync(() => Mismatches(lab.Agent.Space) == before + 1, () => lab.Agent.Space.Exec(["cat", "/proc/net/xfrm_stat"]));
        Assert.DoesNotContain((IkeNetwork.FirstHomeAddress, (ushort)2), lab.AtAgent.Received());
    }

    /// <summary>The very state towards the home agent, SPI and key, but with another source.</summary>
    private static void UseOwnKeysFor(NetworkNamespace space, Ipv6Address victim)
    {
        var own = IkeNetwork.SecondHomeAddress;
        var state = OutboundSignalling().Match(space.Exec(["ip", "xfrm", "state", "list", "src", $"{own}", "dst", $"{IkeNetwork.HomeAgentAddress}"]));
        Assert.True(state.Success);
        space.Ip($"address add {victim}/128 dev {IkeNetwork.Link} nodad");
        space.Exec(["ip", "xfrm", "state", "flush"]);
        space.Exec(
        [
            "ip", "xfrm", "state", "add", "src", $"{victim}", "dst", $"{IkeNetwork.HomeAgentAddress}", "proto", "esp", "spi", state.Groups[1].Value,
            "reqid", "9", "mode", "transport", "aead", "rfc4106(gcm(aes))", state.Groups[2].Value, "128", "replay-oseq", "100",
        ]);
        space.Exec(
        [
            "ip", "xfrm", "policy", "add", "src", $"{victim}", "dst", $"{IkeNetwork.HomeAgentAddress}", "proto", "135", "dir", "out",
            "tmpl", "proto", "esp", "mode", "transport", "reqid", "9",
        ]);
    }

    private static int Mismatches(NetworkNamespace space) => int.Parse(
        StateMismatches().Match(space.Exec(["cat", "/proc/net/xfrm_stat"])).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"spi (0x[0-9a-f]+) reqid \d+ mode transport[\s\S]*?aead rfc4106\(gcm\(aes\)\) (0x[0-9a-f]+) 128")]
    private static partial Regex OutboundSignalling();

    [GeneratedRegex(@"XfrmInStateMismatch\s+(\d+)")]
    private static partial Regex StateMismatches();
}
