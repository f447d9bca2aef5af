using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Core.Revocation;
using DsMip.HomeAgent.Core.Switching;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Persistence;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Host.Tests.Persistence;

public sealed class BindingCacheEntrySerializerTests
{
    /// <summary>What journals hold today. If this test fails, they cannot be read any more: add a manifest instead of changing this one.</summary>
    private const string Pinned =
        "0a1020010db800010000000000000000000a12620a1000000000000000000000ffffc0a80102122d08031210000000000000"
        + "00000000ffffc63364011a1000000000000000000000ffffcb00710720c0b80228df201803200128808003300a3896014100"
        + "b4c5dab80100004a090d0a000a0a102018011a0e09efcdab8967452301102a20ff01";

    /// <summary>With the fingerprint of the outbound keys, which nobody looks at any more.</summary>
    private static readonly string _former = Pinned.Replace("1a0e09efcdab8967452301102a20", "1a1709efcdab8967452301102a191032547698badcfe20", StringComparison.Ordinal);

    [Fact]
    public void The_bytes_are_those_of_all_journals_so_far() =>
        Assert.Equal(Pinned, Convert.ToHexStringLower(BindingCacheEntrySerializer.ToBytes(Full())));

    [Fact]
    public void Old_bytes_are_read()
    {
        Assert.NotEqual(Pinned, _former);
        Assert.Equal(Full(), BindingCacheEntrySerializer.FromBytes(Convert.FromHexString(Pinned)));
        Assert.Equal(Full(), BindingCacheEntrySerializer.FromBytes(Convert.FromHexString(_former)));
    }

    [Fact]
    public void Bytes_of_a_newer_version_are_read_without_what_is_unknown()
    {
        // Field 1000, a varint, at the end of the outer message.
        var newer = Convert.FromHexString(Pinned + "c03e01");
        Assert.Equal(Full(), BindingCacheEntrySerializer.FromBytes(newer));
    }

    [Fact]
    public void Nothing_but_counters_is_a_state_too()
    {
        var state = Full() with { Entry = null };
        Assert.Equal(state, BindingCacheEntrySerializer.FromBytes(BindingCacheEntrySerializer.ToBytes(state)));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Every_form_of_a_binding_survives(bool deregistered, bool ipv6)
    {
        var full = Full();
        var ingress = ipv6 ? new Ingress(Encapsulation.Native, Ipv6Address.Parse(Configured.HomeAgent), Ipv6Address.Parse("2001:db8:c::1"), HomeAddressOption: true) : full.Entry!.Ingress;
        var state = full with { Entry = full.Entry! with { Deregistered = deregistered, Ingress = ingress, Ipv4Home = null } };
        Assert.Equal(state, BindingCacheEntrySerializer.FromBytes(BindingCacheEntrySerializer.ToBytes(state)));
    }

    [Theory]
    [InlineData(RevocationTrigger.Unspecified, 0, false)]
    [InlineData(RevocationTrigger.AdministrativeReason, ushort.MaxValue, true)]
    public void A_revocation_survives(RevocationTrigger trigger, int sequence, bool ipv4Only)
    {
        var full = Full();
        var state = full with { Entry = full.Entry! with { Revocation = new RevocationState(trigger, (ushort)sequence, ipv4Only) } };
        Assert.Equal(state, BindingCacheEntrySerializer.FromBytes(BindingCacheEntrySerializer.ToBytes(state)));
    }

    [Fact]
    public void A_switch_survives()
    {
        var full = Full();
        var state = full with { Entry = full.Entry! with { Switch = new SwitchState(new DateTimeOffset(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero)) } };
        Assert.Equal(state, BindingCacheEntrySerializer.FromBytes(BindingCacheEntrySerializer.ToBytes(state)));
    }

    [Fact]
    public void A_mobile_router_survives_with_its_networks()
    {
        var networks = MobileNetworks.Of([Ipv6Prefix.Parse("2001:db8:aa::/56"), Ipv6Prefix.Parse("2001:db8:bb::/64")], [Ipv4Prefix.Parse("10.20.0.0/24")]);
        var state = Full() with { Entry = Full().Entry! with { Networks = networks, Ipv4PrefixLeased = true }, Esp = new EspState(ulong.MaxValue, 1UL << 63, 1UL << 35, 7) };
        Assert.Equal(state, BindingCacheEntrySerializer.FromBytes(BindingCacheEntrySerializer.ToBytes(state)));
    }

    /// <summary>A field of each kind that protobuf has, in each of the messages.</summary>
    [Theory]
    [InlineData("c03e01")]
    [InlineData("c13e0102030405060708")]
    [InlineData("c23e03616263")]
    [InlineData("c53e01020304")]
    public void What_is_unknown_is_passed_over_in_the_inner_messages_too(string unknown)
    {
        var extra = Convert.FromHexString(unknown);
        var bytes = Convert.FromHexString(Pinned);
        // The binding follows the home address of 16 bytes, with a length of one byte each.
        byte[] newer = [.. bytes[..19], (byte)(bytes[19] + extra.Length), .. bytes[20..(20 + bytes[19])], .. extra, .. bytes[(20 + bytes[19])..], .. extra];
        Assert.Equal(Full(), BindingCacheEntrySerializer.FromBytes(newer));
    }

    /// <summary>Ends in the middle of a field are refused; between two fields the rest is as if it had not been written.</summary>
    [Fact]
    public void What_is_cut_off_or_altered_is_refused_or_another_state_and_never_another_error()
    {
        var bytes = Convert.FromHexString(Pinned);
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.NotEqual(Full(), StoredBinding.Decode("bce|::1", 1, bytes[..i]).State);
            for (var bit = 0; bit < 8; bit++)
            {
                var altered = bytes.ToArray();
                altered[i] ^= (byte)(1 << bit);
                if (StoredBinding.Decode("bce|::1", 1, altered).State is { } other) Assert.Equal(other, BindingCacheEntrySerializer.FromBytes(BindingCacheEntrySerializer.ToBytes(other)));
            }
        }
        Assert.Null(StoredBinding.Decode("bce|::1", 1, []).State);
        Assert.Null(StoredBinding.Decode("bce|::1", 1, bytes[..^1]).State);
        Assert.Null(StoredBinding.Decode("bce|::1", 1, [.. bytes, 0x0b]).State);
    }

    [Fact]
    public void The_manifest_is_short_and_fixed()
    {
        using var system = Akka.Actor.ActorSystem.Create("serializer");
        var serializer = new BindingCacheEntrySerializer((Akka.Actor.ExtendedActorSystem)system);
        Assert.Equal("b1", serializer.Manifest(Full()));
        Assert.Equal(5555, serializer.Identifier);
        Assert.Throws<ArgumentException>(() => serializer.FromBinary([], "b2"));
        Assert.Throws<ArgumentException>(() => serializer.Manifest("something else"));
    }

    private static BindingCacheEntryState Full() => new(
        Ipv6Address.Parse(Configured.Alice),
        new BindingCacheEntry(
            Ipv6Address.Parse(Configured.Alice),
            Ipv4Address.Parse("192.168.1.2"),
            new Ingress(Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse("203.0.113.7"), 40_000, Port.DsMip),
            Encapsulation.UdpIpv4,
            NatDetected: true,
            BindingUpdateFlags.Acknowledge | BindingUpdateFlags.HomeRegistration,
            new SequenceNumber(10),
            new BindingLifetime(150),
            new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new Ipv4HomeBinding(Ipv4Address.Parse("10.10.0.10"), 32, Dynamic: true)),
        new EspState(0x0123456789abcdef, 42, 255));
}
