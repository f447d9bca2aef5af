using CsCheck;
using DsMip.Wire;

namespace DsMip.Tunnel.Tests.Reassociation;

/// <summary>Req 4, second half: the way is noted before IPsec and found again after it.</summary>
public sealed class ReassociationTests
{
    private static readonly Ingress True = Tunnels.IngressOf(Tunnels.AtHomeAgent(Encapsulation.UdpIpv4));
    private static readonly Ingress Forged = True with { Remote = Ipv4Address.Parse("192.0.2.66"), RemotePort = 66 };

    public static TheoryData<ReassociationTechnique> Techniques => [ReassociationTechnique.Tag, ReassociationTechnique.Lock];

    [Theory]
    [MemberData(nameof(Techniques))]
    public void The_way_is_taken_once(ReassociationTechnique technique)
    {
        var reassociation = technique.Create(capacity: 4);
        var packet = Sealed();
        reassociation.Enter(packet, True);
        Assert.True(reassociation.TryTake(packet, out var way));
        Assert.Equal(True, way);
        Assert.False(reassociation.TryTake(packet, out _));
        reassociation.Leave();
        Assert.False(reassociation.TryTake(packet, out _));
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void What_never_went_in_has_no_way(ReassociationTechnique technique)
    {
        var reassociation = technique.Create(capacity: 4);
        Assert.False(reassociation.TryTake(Sealed(), out _));
        reassociation.Enter(Sealed(), True);
        Assert.False(reassociation.TryTake(Packets.Ipv6(Packets.Correspondent, Packets.HomeAgent, IpProtocol.Esp, Packets.Esp(7)), out _));
    }

    /// <summary>The forged one was discarded inside; the refresh after it must not be taken for the forger's.</summary>
    [Theory]
    [MemberData(nameof(Techniques))]
    public void What_ipsec_discards_leaves_nothing_behind(ReassociationTechnique technique)
    {
        var reassociation = technique.Create(capacity: 4);
        reassociation.Enter(Sealed(), Forged);
        reassociation.Leave();
        Assert.False(reassociation.TryTake(Sealed(), out _));
    }

    /// <summary>With IPsec that answers before the next packet enters, any number of forged packets among true ones: no mismatch.</summary>
    [Theory]
    [MemberData(nameof(Techniques))]
    public void Synchronous_ipsec_gives_every_message_its_own_way(ReassociationTechnique technique) => Gen.Bool.Array[0, 60].Sample(forgeries =>
    {
        var reassociation = technique.Create(capacity: 4);
        for (var i = 0; i < forgeries.Length; i++)
        {
            var packet = Sealed();
            reassociation.Enter(packet, (forgeries[i] ? Forged : True) with { RemotePort = (ushort)i });
            if (!forgeries[i])
            {
                Assert.True(reassociation.TryTake(packet, out var way));
                Assert.Equal(True with { RemotePort = (ushort)i }, way);
            }
            reassociation.Leave();
        }
    });

    /// <summary>
    /// With IPsec that keeps packets in a queue the tag is exact in any order. The lock gives a late message no way at all rather than a wrong one,
    /// unless the next packet of the same home address is already inside.
    /// </summary>
    [Theory]
    [MemberData(nameof(Techniques))]
    public void A_message_that_comes_late_has_its_own_way_or_none(ReassociationTechnique technique)
    {
        var reassociation = technique.Create(capacity: 8);
        var late = new List<(byte[] Packet, Ingress Way)>();
        foreach (var way in new[] { True, Forged, True with { RemotePort = 2 }, Forged, True with { RemotePort = 3 } })
        {
            var packet = Sealed();
            reassociation.Enter(packet, way);
            reassociation.Leave();
            late.Add((packet, way));
        }
        foreach (var (packet, way) in Enumerable.Reverse(late))
        {
            Assert.Equal(technique == ReassociationTechnique.Tag, reassociation.TryTake(packet, out var taken));
            if (technique == ReassociationTechnique.Tag) Assert.Equal(way, taken);
        }
    }

    [Fact]
    public void The_lock_writes_nothing_into_the_packet()
    {
        var packet = Sealed();
        ReassociationTechnique.Lock.Create(capacity: 4).Enter(packet, True);
        Assert.Equal(Sealed(), packet);
    }

    private static byte[] Sealed() => Packets.Ipv6(Packets.HomeAddress, Packets.HomeAgent, IpProtocol.Esp, Packets.Esp(7));
}
