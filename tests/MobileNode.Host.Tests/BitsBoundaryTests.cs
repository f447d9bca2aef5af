using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Diagnostics;
using DsMip.MobileNode.State;
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

    private sealed class Output : ISealedPackets
    {
        public int Length { get; private set; }

        public void Sealed(Span<byte> buffer, int offset, int length) => Length = length;
    }
}
