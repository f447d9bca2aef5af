using System.Buffers.Binary;
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

    [Fact]
    [Clause("6275-11.4.2-protected")]
    public void Identifiers_of_solicitations_are_random() =>
        Assert.True(Enumerable.Range(0, 1000).Select(_ => PrefixDiscovery.Identifier).Distinct().Count() > 900);

    private sealed class Output : ISealedPackets
    {
        public byte[] Buffer { get; private set; } = [];
        public int Offset { get; private set; }
        public int Length { get; private set; }

        public void Sealed(Span<byte> buffer, int offset, int length) => (Buffer, Offset, Length) = (buffer.ToArray(), offset, length);
    }
}
