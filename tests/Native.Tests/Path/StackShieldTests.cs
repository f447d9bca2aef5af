using DsMip.Linux;
using DsMip.Testing;

namespace DsMip.Native.Tests.KernelPaths;

/// <summary>This kernel has no nftables: the shield is a chain of xtables.</summary>
public sealed class StackShieldTests
{
    [NativeFact]
    public void Its_chain_is_there_once_after_a_crash_too_and_goes_with_it()
    {
        using var here = NetworkNamespace.Create();
        var address = Ipv4Address.Parse("198.51.100.1");
        here.Run(() => StackShield.ForHomeAgent("ha", Ipv6Address.Parse("2001:db8::dead"), null, address));
        here.Run(() =>
        {
            var shield = StackShield.ForHomeAgent("ha", Plan.HomeAgent, "dsmip0", address);
            var rules = here.Execute("ip6tables-legacy", "-t", "raw", "-S").Split('\n');
            Assert.Single(rules, "-A PREROUTING -j dsmip_ha");
            Assert.Contains($"-A dsmip_ha -d {Plan.HomeAgent}/128 -p esp -j DROP", rules);
            Assert.DoesNotContain(rules, rule => rule.Contains("dead", StringComparison.Ordinal));
            Assert.Single(here.Execute("iptables-legacy", "-t", "raw", "-S").Split('\n'), "-A PREROUTING -j dsmip_ha");
            shield.Dispose();
        });
        foreach (var program in new[] { "ip6tables-legacy", "iptables-legacy" })
            Assert.DoesNotContain("dsmip", here.Execute(program, "-t", "raw", "-S"), StringComparison.Ordinal);
    }

    [NativeFact]
    public void What_a_run_with_esp_in_udp_left_behind_goes_with_one_without()
    {
        using var here = NetworkNamespace.Create();
        here.Run(() => StackShield.ForMobileNode("mn", Plan.HomeAgent, null, Ipv4Address.Parse("198.51.100.1")));
        here.Run(() => StackShield.ForMobileNode("mn", Plan.HomeAgent));
        Assert.DoesNotContain("dsmip", here.Execute("iptables-legacy", "-t", "raw", "-S"), StringComparison.Ordinal);
        Assert.Contains("-m rt", here.Execute("ip6tables-legacy", "-t", "raw", "-S"), StringComparison.Ordinal);
    }

    [NativeFact]
    public void It_keeps_packets_from_the_stack_and_lets_the_tunnel_interface_through()
    {
        using var end = new KernelEnd(atHomeAgent: true).WithPolicies(away: false).WithStates(NativeIpsec.AssociationPurpose.Signalling);
        using var outside = NetworkNamespace.Create();
        NetworkNamespace.Connect(end.Namespace, "eth0", outside, "eth0");
        outside.Ip($"address add {Plan.Home}/64 dev eth0 nodad");
        end.Namespace.Ip("address add 2001:db8:b::1/64 dev eth0 nodad");
        outside.Ip($"route add {Plan.HomeAgent}/128 via 2001:db8:b::1");
        using var peer = new BitsPeer(
            Plan.State(NativeIpsec.AssociationPurpose.Signalling, true), Plan.State(NativeIpsec.AssociationPurpose.Signalling, false));
        using var sender = outside.Run(() => new FrameSender());
        using var tap = end.Namespace.Run(() => new PacketTap([Plan.HomeAgent], excludedInterface: end.Tun.InterfaceIndex));
        byte[] Sealed(uint tag) => peer.Seal(Messages.MobilityHeader(Plan.Home, Plan.HomeAgent, Messages.BindingUpdate, tag));

        end.Namespace.Run(() => StackShield.ForHomeAgent("ha", Plan.HomeAgent, "dsmip0"));
        Assert.Equal(Errno.None, sender.Send(Sealed(1)));
        var seen = new Seen();
        Assert.True(SpinWait.SpinUntil(() => tap.Receive(seen) > 0, TimeSpan.FromSeconds(10)));
        // By the wire it did not come through; by the TUN the next one does.
        end.Path.Inbound(Sealed(2));
        Assert.Equal(2u, new Ipv6View(Assert.Single(end.AwaitClear())).FlowLabel);
    }

    /// <summary>The kernel forwards what has one of its own addresses as source, and policy seals it.</summary>
    [NativeFact]
    public void A_stranger_s_message_in_the_home_agent_s_name_is_not_sealed()
    {
        using var end = new KernelEnd(atHomeAgent: true).WithPolicies(away: false).WithStates(NativeIpsec.AssociationPurpose.Signalling);
        using var outside = NetworkNamespace.Create();
        NetworkNamespace.Connect(end.Namespace, "eth0", outside, "eth0");
        outside.Ip("address add 2001:db8:f::2/64 dev eth0 nodad");
        end.Namespace.Ip("address add 2001:db8:f::1/64 dev eth0 nodad");
        outside.Ip($"route add {Plan.Home}/128 via 2001:db8:f::1");
        using var sender = outside.Run(() => new FrameSender());
        var forged = Messages.MobilityHeader(Plan.HomeAgent, Plan.Home, Messages.BindingAcknowledgement, 1);
        var buffer = new byte[2000];
        int Read() => SpinWait.SpinUntil(() => end.Tun.Read(buffer) > 0 && buffer[6] == IpProtocol.Esp, TimeSpan.FromSeconds(3)) ? buffer[6] : 0;

        Assert.Equal(Errno.None, sender.Send(forged));
        Assert.Equal(IpProtocol.Esp, Read());
        end.Namespace.Run(() => StackShield.ForHomeAgent("ha", Plan.HomeAgent, "dsmip0"));
        Assert.Equal(Errno.None, sender.Send(forged));
        Assert.Equal(0, Read());
    }

    private sealed class Seen : IFrameHandler
    {
        public void Handle(IFrameSource source, Span<byte> buffer, int offset, int length) => Assert.Equal(IpProtocol.Esp, buffer[offset + 6]);
    }
}
