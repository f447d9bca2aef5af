using DsMip.MobileNode.Datapath;
using DsMip.MobileNode.Diagnostics;
using DsMip.MobileNode.State;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Host.Tests;

public sealed class IpsecBoundaryTests : IDisposable
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
        using var boundary = new IpsecBoundary(options, NumberReservation.Start(file, options, 0), drops);
        var message = new BindingUpdate(new SequenceNumber(1), BindingUpdateFlags.None, BindingLifetime.Zero, MobilityOptions.None);
        var packet = BindingUpdatePacket.Write(message, options.HomeAddress, options.HomeAgentAddress);
        for (var i = 0; i <= NumberReservation.EspBlock; i++) Assert.False(boundary.PassesOut(packet));
        Assert.Equal(1u, boundary.NextEspNumber);
        Assert.Equal(NumberReservation.EspBlock + 1, drops.Snapshot()["IpsecPolicyDiscard"]);
        Assert.True(boundary.TrySeal(packet, out _, out _, out _));
        Assert.Equal(2u, boundary.NextEspNumber);
    }
}
