using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Telemetry;
using DsMip.Linux;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Icmp;
using DsMip.Wire.Mobility;
using Microsoft.Extensions.Logging.Abstractions;

namespace DsMip.HomeAgent.Host.Tests.Edge;

/// <summary>RFC 6275 9.3.3: strangers are told what is wrong, and not without limit.</summary>
[Collection(NetworkCollection.Name)]
public sealed class SignallingErrorsTests : IFrameHandler
{
    private static readonly Ipv6Address HomeAgent = Ipv6Address.Parse(Configured.HomeAgent);
    private static readonly Ipv6Address Stranger = Ipv6Address.Parse("2001:db8:f::2");
    private readonly HomeAgentMetrics _metrics = new();
    private readonly List<byte[]> _answers = [];

    [Fact]
    [Clause("6275-9.3.3-rate")]
    public void Rfc6275_9_3_3_Answers_are_limited_for_each_source_and_for_all()
    {
        var errors = Errors();
        for (var i = 0; i < 20; i++) Assert.True(errors.TryTake(UnknownType(Stranger), DateTimeOffset.UnixEpoch));
        Assert.Equal(SignallingErrors.PerSourceAndSecond, _answers.Count);
        for (var i = 0; i < 500; i++) errors.TryTake(UnknownType(new Ipv6Address(Stranger.Value + 1 + (uint)i)), DateTimeOffset.UnixEpoch);
        Assert.Equal(SignallingErrors.PerSecond, _answers.Count);
        // Forged sources take no memory.
        Assert.True(errors.Sources <= SignallingErrors.PerSecond);
        errors.TryTake(UnknownType(Stranger), DateTimeOffset.UnixEpoch.AddSeconds(1));
        Assert.Equal(SignallingErrors.PerSecond + 1, _answers.Count);
        Assert.Equal(521, _metrics.Drops(DropReason.UnknownMobilityHeaderType));
        Assert.Equal(SignallingErrors.PerSecond + 1, _metrics.BindingErrors(BindingErrorStatus.UnrecognizedMobilityHeaderType));
    }

    [Fact]
    [Clause("4877-7.2-bypass")]
    public void Rfc4877_7_2_A_mobile_node_of_ours_is_not_answered_in_the_clear() =>
        Assert.False(Errors().TryTake(UnknownType(Ipv6Address.Parse(Configured.Alice)), DateTimeOffset.UnixEpoch));

    /// <summary>The kernel, which knows no Mobility Header, has to keep silent about these.</summary>
    [NamespaceFact]
    [Clause("6275-9.2-unknown-type", "6275-9.3.1-binding-error", "6275-9.2-parameter-problem")]
    public async Task Rfc6275_9_2_The_daemon_answers_and_the_kernel_does_not()
    {
        using var daemon = new HomeAgentProcess();
        using var sender = daemon.Outside.Run(() => new FrameSender());
        using var errors = daemon.Outside.Run(() => RawFrameSource.Ipv6(IpProtocol.MobilityHeader));
        using var icmp = daemon.Outside.Run(RawFrameSource.Ipv6Errors);
        await daemon.StartAsync();

        Assert.Equal((byte)BindingErrorStatus.UnrecognizedMobilityHeaderType, Receive(errors, () => sender.Send(UnknownType(Stranger)))[46]);
        Assert.Equal((byte)BindingErrorStatus.UnknownBindingForHomeAddressOption, Receive(errors, () => sender.Send(WithHomeAddressOption()))[46]);
        var problem = Receive(icmp, () => sender.Send(MobilityHeader(Stranger, payloadProto: IpProtocol.Udp, (byte)MobilityHeaderType.HomeTestInit, length: 16)));
        Assert.Equal([(byte)Icmpv6Type.ParameterProblem, (byte)Icmpv6ParameterProblemCode.ErroneousHeaderField], problem[40..42]);
        Assert.Equal(Ipv6Header.Size, problem[47]);
        // Nothing else came, of all that had been sent.
        Assert.Equal(0, icmp.Receive(this));
    }

    void IFrameHandler.Handle(IFrameSource source, Span<byte> buffer, int offset, int length) => _answers.Add(buffer.Slice(offset, length).ToArray());

    private SignallingErrors Errors()
    {
        var options = Configured.Options();
        return new SignallingErrors(HomeAgent, new BindingTable(), new ConfiguredMobileNodes(options), Keep, _metrics, new AuditLog(_metrics, TimeProvider.System, NullLogger<AuditLog>.Instance));

        Errno Keep(ReadOnlySpan<byte> packet)
        {
            _answers.Add(packet.ToArray());
            return Errno.None;
        }
    }

    private byte[] Receive(RawFrameSource source, Func<Errno> send)
    {
        _answers.Clear();
        for (var attempt = 0; _answers.Count == 0 && attempt < Retransmission.Attempts; attempt++)
        {
            Assert.Equal(Errno.None, send());
            var waited = System.Diagnostics.Stopwatch.StartNew();
            while (source.Receive(this) == 0 && waited.Elapsed < Retransmission.Pause) Thread.Sleep(20);
        }
        return Assert.Single(_answers);
    }

    private static byte[] UnknownType(Ipv6Address source) => MobilityHeader(source, IpProtocol.NoNextHeader, type: 99, length: 8);

    private static byte[] MobilityHeader(Ipv6Address source, byte payloadProto, byte type, int length)
    {
        var packet = new byte[Ipv6Header.Size + length];
        new Ipv6Header(0, 0, (ushort)length, IpProtocol.MobilityHeader, 64, source, HomeAgent).Write(packet);
        var header = packet.AsSpan(Ipv6Header.Size);
        (header[0], header[1], header[2]) = (payloadProto, (byte)(length / 8 - 1), type);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(header[4..], PseudoHeader.Checksum(source, HomeAgent, IpProtocol.MobilityHeader, header));
        return packet;
    }

    private static byte[] WithHomeAddressOption()
    {
        var packet = new byte[Ipv6Header.Size + HomeAddressOption.HeaderSize];
        new Ipv6Header(0, 0, HomeAddressOption.HeaderSize, IpProtocol.DestinationOptions, 64, Stranger, HomeAgent).Write(packet);
        HomeAddressOption.WriteHeader(packet.AsSpan(Ipv6Header.Size), IpProtocol.NoNextHeader, Ipv6Address.Parse(Configured.Alice));
        return packet;
    }
}
