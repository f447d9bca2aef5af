using System.Security.Cryptography;
using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Tests.Attack;
using DsMip.Lab.Topology;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Lab.Tests.Scenarios;

/// <summary>
/// What anybody on the internet can send to the home agent, sent for real: bindings stay as they are, and the drops are counted. The first
/// mobile node is on the public IPv4 network, where its Binding Updates pass in UDP and no keepalive interferes.
/// </summary>
[Collection(RunningLabTests.Name)]
public sealed class AttackTests(RunningLab lab)
{
    private static readonly Ipv4Address AttackerIpv4 = Ipv4Address.Parse(AddressPlan.CorrespondentIpv4);
    private static readonly Ipv6Address AttackerIpv6 = Ipv6Address.Parse(AddressPlan.CorrespondentIpv6);

    private MobileNodePort Victim => lab.Topology.MobileNode;

    private HomeAgentApi HomeAgent => lab.HomeAgent.Api;

    [LabFact]
    [Clause("6275-5.1-ipsec")]
    public void A_Binding_Update_in_the_clear_changes_nothing_in_any_encapsulation()
    {
        lab.Settle(Attachment.V4);
        var overIpv4 = ForgedBindingUpdate.Clear(Victim.HomeAddress, new Ipv4CareOfAddressOption(AttackerIpv4), 40000);
        var overIpv6 = ForgedBindingUpdate.Clear(Victim.HomeAddress, new AlternateCareOfAddressOption(AttackerIpv6), 40000);
        using var attacker = new Attacker(AddressPlan.Correspondent);
        UnchangedBindings.Expect(HomeAgent, DropReason.UnprotectedSignalling, 4, () =>
        {
            attacker.Send(Packets.Udp(AttackerIpv4, Port.DsMip, overIpv4));
            attacker.Send(Packets.Ipv4(AttackerIpv4, IpProtocol.Ipv6, overIpv4));
            attacker.Send(Packets.Ipv6(AttackerIpv6, Packets.HomeAgent, IpProtocol.Ipv6, overIpv6));
            attacker.Send(Packets.Native(AttackerIpv6, overIpv6));
        });
    }

    [LabFact]
    [Clause("6275-10.3.1-sa-home-address")]
    public void A_mobile_node_with_keys_of_its_own_cannot_claim_another_ones_home_address()
    {
        lab.Settle(Attachment.V4);
        var clear = ForgedBindingUpdate.Clear(Victim.HomeAddress, new Ipv4CareOfAddressOption(AttackerIpv4), 40000);
        var packet = ForgedBindingUpdate.Sealed(clear, lab.Insider.BindingUpdate);
        using var attacker = new Attacker(AddressPlan.Correspondent);
        UnchangedBindings.Expect(
            HomeAgent, DropReason.SelectorMismatch, 1, () => attacker.Send(Packets.Udp(AttackerIpv4, Port.DsMip, packet)));
    }

    [LabFact]
    [Clause("6275-5.1-manual-replay")]
    public void A_replayed_Binding_Update_changes_nothing()
    {
        var caught = CatchBindingUpdate();
        using var attacker = new Attacker(AddressPlan.Correspondent);
        UnchangedBindings.Expect(HomeAgent, DropReason.ReplayedPacket, 3, () =>
        {
            for (var i = 0; i < 3; i++)
            {
                attacker.Send(caught);
            }
        });
    }

    [LabFact]
    [Clause("5555-5-fresh", "5555-5-outer")]
    public void A_copy_from_another_source_after_the_original_changes_nothing()
    {
        var inner = InnerPacket(CatchBindingUpdate());
        using var attacker = new Attacker(AddressPlan.Correspondent);
        UnchangedBindings.Expect(
            HomeAgent, DropReason.ReplayedPacket, 1, () => attacker.Send(Packets.Udp(AttackerIpv4, 5555, inner)));
    }

    [LabFact]
    public void An_altered_Binding_Update_changes_nothing()
    {
        var inner = InnerPacket(CatchBindingUpdate());
        // The sequence number of ESP made new, or the replay window would look no further; then also a byte of the ciphertext.
        inner[Ipv6Header.Size + 7] += 7;
        var alsoCiphertext = inner.ToArray();
        alsoCiphertext[^20] ^= 1;
        using var attacker = new Attacker(AddressPlan.Correspondent);
        UnchangedBindings.Expect(HomeAgent, DropReason.SecurityFailure, 2, () =>
        {
            attacker.Send(Packets.Udp(Ipv4Address.Parse(Victim.CareOfAddress(Attachment.V4)), Port.DsMip, inner));
            attacker.Send(Packets.Udp(AttackerIpv4, Port.DsMip, alsoCiphertext));
        });
    }

    [LabFact]
    public void Random_bytes_to_port_4191_change_nothing()
    {
        lab.Settle(Attachment.V4);
        const int Count = 200;
        using var attacker = new Attacker(AddressPlan.Correspondent);
        var before = HomeAgent.Bindings().Select(b => (b.HomeAddress, b.Version)).ToList();
        var drops = HomeAgent.Drops().Values.Sum();
        for (var i = 0; i < Count; i++)
        {
            attacker.Send(Packets.Udp(AttackerIpv4, 6000, RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(1, 1200))));
        }

        Wait.Until(() => HomeAgent.Drops().Values.Sum() >= drops + Count, TimeSpan.FromSeconds(5), $"{Count} drops counted");
        Assert.Equal(before, HomeAgent.Bindings().Select(b => (b.HomeAddress, b.Version)));
        Assert.True(HomeAgent.IsReady());
    }

    [LabFact]
    public void A_copy_that_comes_first_over_IPv6_leaves_the_binding_at_the_protected_care_of_address()
    {
        lab.Settle(Attachment.V4);
        using (var held = HeldSignalling.OverIpv6(Victim, lab.Work.File("held6.pcap")))
        {
            Victim.Move(Attachment.V6);
            var caught = held.AwaitFirst();
            // Native signalling: the outer source goes, the home address stays in its option.
            AttackerIpv6.Write(caught.AsSpan(8));
            using var attacker = new Attacker(AddressPlan.Correspondent);
            attacker.Send(caught);
            Wait.Until(
                () => HomeAgent.Binding(Victim.HomeAddress)?.Encapsulation == "Ipv6", TimeSpan.FromSeconds(5), "the copy to be taken, for it is authentic");
            Assert.Equal(Victim.CareOfAddress(Attachment.V6), HomeAgent.Binding(Victim.HomeAddress)!.Remote);
        }

        Assert.Equal(Victim.CareOfAddress(Attachment.V6), lab.Settle(Attachment.V6).Binding!.Remote);
    }

    /// <summary>
    /// RFC 5555 5 says so itself: who can hold back packets on the path and rewrite their outer IPv4 header is a NAT to the home agent. What
    /// must hold is that he has no more than that: the node's own next Binding Update puts it right, and the held original is of no use.
    /// </summary>
    [LabFact]
    [Clause("5555-5-hijack")]
    public void A_copy_that_comes_first_over_IPv4_is_undone_by_the_nodes_own_next_Binding_Update()
    {
        lab.Settle(Attachment.V6);
        byte[] caught;
        using (var held = HeldSignalling.OverIpv4(Victim, lab.Work.File("held4.pcap")))
        {
            Victim.Move(Attachment.V4);
            caught = held.AwaitFirst();
            using var attacker = new Attacker(AddressPlan.Correspondent);
            attacker.Send(Packets.Udp(AttackerIpv4, 5555, InnerPacket(caught)));
            Wait.Until(
                () => HomeAgent.Binding(Victim.HomeAddress) is { NatDetected: true, RemotePort: 5555 }, TimeSpan.FromSeconds(5), "the copy to look like a NAT");
        }

        Assert.Equal(Victim.CareOfAddress(Attachment.V4), lab.Settle(Attachment.V4).Binding!.Remote);
        using var late = new Attacker(AddressPlan.Correspondent);
        UnchangedBindings.Expect(HomeAgent, DropReason.ReplayedPacket, 1, () => late.Send(caught));
    }

    /// <summary>Makes the victim register from the public IPv4 network and returns its Binding Update as it passed the uplink.</summary>
    private byte[] CatchBindingUpdate()
    {
        lab.Settle(Attachment.V6);
        var file = lab.Work.File("caught.pcap");
        using (Capture.Start(AddressPlan.HomeAgent, AddressPlan.Uplink, file, $"udp and src host {Victim.CareOfAddress(Attachment.V4)} and dst port 4191"))
        {
            lab.Settle(Attachment.V4);
        }

        return CaughtPackets.Read(file).Last(p => InnerPacket(p)[6] == IpProtocol.Esp);
    }

    private static byte[] InnerPacket(byte[] packet) => packet[(Ipv4Header.Size + UdpHeader.Size)..];
}
