using System.Buffers.Binary;
using DsMip.IPsec;
using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Diagnostics;
using DsMip.MobileNode.Registration;
using DsMip.MobileNode.State;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Host.Tests;

public sealed class BitsBoundaryTests : IDisposable
{
    private const string HomeAgent = "2001:db8:1::1";
    private readonly string _directory = Directory.CreateTempSubdirectory("dsmip-mn").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>Any program on the node may send what looks like a Binding Update: it must not use up the numbers of the real ones.</summary>
    [Fact]
    public void Payload_that_looks_like_signalling_is_dropped_and_takes_no_sequence_number()
    {
        var options = Settings.Read();
        using var file = StateFile.Open(_directory);
        var drops = new DropCounters();
        using var boundary = new BitsBoundary(options, options.Keys!, NumberReservation.Start(file, options.Keys, 0), drops);
        var message = new BindingUpdate(new SequenceNumber(1), BindingUpdateFlags.None, BindingLifetime.Zero, MobilityOptions.None);
        var packet = BindingUpdatePacket.Write(message, options.HomeAddress, options.HomeAgentAddress);
        for (var i = 0; i <= NumberReservation.EspBlock; i++) Assert.False(boundary.PassesOut(packet));
        Assert.Equal(1u, boundary.NextEspNumber);
        Assert.Equal(NumberReservation.EspBlock + 1, drops.Snapshot()["IpsecPolicyDiscard"]);
        var output = new Output();
        boundary.Seal(packet, output);
        Assert.True(output.Length > packet.Length);
        Assert.Equal(2u, boundary.NextEspNumber);
    }

    /// <summary>Guests of a mobile network have mobility, and return routability, of their own.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mobility_headers_of_others_pass_and_our_own_do_not(bool isClear)
    {
        var options = Settings.Read();
        using var file = StateFile.Open(_directory);
        var drops = new DropCounters();
        using IIpsecBoundary boundary = isClear
            ? new ClearBoundary(options.HomeAddress, drops)
            : new BitsBoundary(options, options.Keys!, NumberReservation.Start(file, options.Keys, 0), drops);
        var (guest, correspondent) = (Ipv6Address.Parse("2001:db8:77::9"), Ipv6Address.Parse("2001:db8:c::10"));
        var message = new HomeTestInit(1, MobilityOptions.None);
        Assert.True(boundary.PassesOut(BindingUpdatePacket.Write(message, guest, correspondent)));
        Assert.True(boundary.PassesIn(BindingUpdatePacket.Write(message, correspondent, guest)));
        Assert.False(boundary.PassesOut(BindingUpdatePacket.Write(message, options.HomeAddress, correspondent)));
        Assert.False(boundary.PassesIn(BindingUpdatePacket.Write(message, correspondent, options.HomeAddress)));
    }

    [Theory]
    [InlineData("2001:db8:6::5")]
    [InlineData("203.0.113.5")]
    [Clause("6275-11.4.2-protected")]
    public void A_solicitation_leaves_sealed_behind_a_home_address_option(string careOf)
    {
        var options = Settings.Read();
        using var file = StateFile.Open(_directory);
        using var boundary = new BitsBoundary(options, options.Keys!, NumberReservation.Start(file, options.Keys, 0), new DropCounters());
        var output = new Output();
        var clear = SolicitationPacket.Write(new MobilePrefixSolicitation(0x1234), options.HomeAddress, options.HomeAgentAddress);
        boundary.Seal(clear, output);
        var path = new SignallingPath(IpAddress.Parse(careOf), Ipv4Address.Parse("192.0.2.2"), 40_000, OptionOverIpv4: true);
        Assert.True(path.TryFrame(output.Buffer, output.Offset, output.Length, out var offset, out var length, out _));
        var frame = output.Buffer.AsSpan(offset, length);
        // As clear as it went in nothing of it is there.
        Assert.Equal(-1, frame.IndexOf(clear.AsSpan(Ipv6Header.Size)));
        Span<byte> option = [0xC9, 16, .. new byte[16]];
        options.HomeAddress.Write(option[2..]);
        var at = frame.IndexOf(option);
        Assert.True(at > 0);
        // The Destination Options header ends with its option, and then there is ESP under the SA of Binding Updates.
        Assert.Equal(IpProtocol.Esp, frame[at - 6]);
        Assert.Equal(4097u, BinaryPrimitives.ReadUInt32BigEndian(frame[(at + option.Length)..]));
    }

    /// <summary>Revocations come under the SA of Binding Acknowledgements, which is one of the home agent's unicast address: ESP itself does not cover the source.</summary>
    [Theory]
    [InlineData(HomeAgent, true)]
    [InlineData("ff0e::1", false)]
    [InlineData("::", false)]
    [Clause("5846-6.1.2-unicast", "5846-6.1-protected")]
    public void A_revocation_is_the_home_agents_or_nobodys(string source, bool passes)
    {
        var options = Settings.Read();
        using var file = StateFile.Open(_directory);
        var drops = new DropCounters();
        using var boundary = new BitsBoundary(options, options.Keys!, NumberReservation.Start(file, options.Keys, 0), drops);
        using var sad = new SecurityAssociationDatabase();
        Assert.True(sad.TryAdd(new OutboundSecurityAssociation(options.Keys!.BindingAcknowledgement.Parameters, TrafficSelector.Any), out _));
        var sealer = new Sealer();
        new BitsPath(sad, new SecurityPolicyDatabase(SecurityPolicy.Protect(PolicyDirection.Both, TrafficSelector.Any)), sealer).Outbound(
            BindingUpdatePacket.Write(
                new BindingRevocationIndication(RevocationTrigger.AdministrativeReason, 1, BindingRevocationFlags.None, MobilityOptions.None),
                options.HomeAgentAddress, options.HomeAddress));
        if (source != HomeAgent) Ipv6Address.Parse(source).Write(sealer.Packet.AsSpan(8));
        var opened = new Opened();
        boundary.Open(sealer.Packet, default, opened);
        Assert.Equal(passes, opened.Packet is not null);
        Assert.Equal(passes ? 0 : 1, drops.Snapshot().Values.Sum());
    }

    [Fact]
    [Clause("6275-11.4.2-protected")]
    public void Identifiers_of_solicitations_are_random() =>
        Assert.True(Enumerable.Range(0, 1000).Select(_ => PrefixDiscovery.Identifier).Distinct().Count() > 900);

    private sealed class Sealer : IIpsecSink
    {
        public byte[] Packet { get; private set; } = [];

        public void Protected(ReadOnlySpan<byte> packet) => Packet = packet.ToArray();

        public void Clear(ReadOnlySpan<byte> packet) => Assert.Fail("it is not sealed");

        public void Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why) => Assert.Fail($"{why}");
    }

    private sealed class Opened : IOpenedPackets
    {
        public byte[]? Packet { get; private set; }

        void IOpenedPackets.Opened(ReadOnlySpan<byte> packet, in Ingress ingress) => Packet = packet.ToArray();
    }

    private sealed class Output : ISealedPackets
    {
        public byte[] Buffer { get; private set; } = [];
        public int Offset { get; private set; }
        public int Length { get; private set; }

        public void Sealed(Span<byte> buffer, int offset, int length) => (Buffer, Offset, Length) = (buffer.ToArray(), offset, length);
    }
}
