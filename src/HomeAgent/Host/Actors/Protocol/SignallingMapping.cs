using DsMip.HomeAgent.Persistence;
using DsMip.Tunnel;
using DsMip.Wire;
using Google.Protobuf;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>Between edge and entity. Readers throw <see cref="InvalidDataException"/>.</summary>
internal static class SignallingMapping
{
    /// <summary>The longest age that is told; a frame is worth nothing long before.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(1);

    public static Messages.SignallingFrame ToMessage(ClassifiedFrame frame, DateTimeOffset now) => Frame(frame, now);

    public static Messages.SignallingFrame ToMessage(OpenedFrame frame, DateTimeOffset now)
    {
        var message = Frame(frame, now);
        if (frame.Numbers is { } numbers)
            message.Numbers = new Messages.KernelNumbers
            {
                InboundFingerprint = numbers.InboundFingerprint, InboundHighest = numbers.InboundHighest, OutboundLast = numbers.OutboundLast,
                Claim = numbers.Claim,
            };
        return message;
    }

    public static ClassifiedFrame ToClassifiedFrame(Messages.SignallingFrame frame, DateTimeOffset now) => new(
        Fields.ToAddress(frame.HomeAddress), ToIngress(frame.Ingress), frame.Packet.ToByteArray(), Fields.ToTime(frame.Received))
    {
        Since = Since(frame, now),
        Trace = TraceContext.Of(frame.Traceparent),
    };

    public static OpenedFrame ToOpenedFrame(Messages.SignallingFrame frame, DateTimeOffset now) => new(
        Fields.ToAddress(frame.HomeAddress), ToIngress(frame.Ingress), frame.Packet.ToByteArray(), Fields.ToTime(frame.Received),
        frame.Numbers is { } numbers ? new KernelNumbers(numbers.InboundFingerprint, numbers.InboundHighest, numbers.OutboundLast, numbers.Claim) : null)
    {
        Since = Since(frame, now),
        Trace = TraceContext.Of(frame.Traceparent),
    };

    public static Messages.Transmit ToMessage(Transmit transmit) => new()
    {
        HomeAddress = Fields.ToBytes(transmit.HomeAddress),
        Ingress = ToMessage(transmit.Ingress),
        Packet = UnsafeByteOperations.UnsafeWrap(transmit.Packet),
        Received = transmit.Received.UtcTicks,
        Tunnel = transmit.Tunnel is { } tunnel ? TunnelMapping.ToMessage(tunnel) : null,
        Claim = transmit.Grant?.Claim ?? 0,
        OutboundThrough = transmit.Grant?.Through ?? 0,
        Traceparent = TraceContext.ToText(transmit.Trace),
    };

    public static Transmit FromMessage(Messages.Transmit message) => new(
        Fields.ToAddress(message.HomeAddress), ToIngress(message.Ingress), message.Packet.ToByteArray(), Fields.ToTime(message.Received),
        message.Tunnel is { } tunnel ? TunnelMapping.FromMessage(tunnel) : null)
    {
        Grant = message.Claim == 0 ? null : new OutboundGrant(message.Claim, message.OutboundThrough),
        Trace = TraceContext.Of(message.Traceparent),
    };

    public static Messages.FrameDropped ToMessage(FrameDropped dropped) =>
        new() { HomeAddress = Fields.ToBytes(dropped.HomeAddress), Received = dropped.Received.UtcTicks, LostClaim = dropped.LostClaim, NoRoom = dropped.NoRoom };

    public static FrameDropped FromMessage(Messages.FrameDropped message) =>
        new(Fields.ToAddress(message.HomeAddress), Fields.ToTime(message.Received)) { LostClaim = message.LostClaim, NoRoom = message.NoRoom };

    private static Messages.SignallingFrame Frame(ISignallingFrame frame, DateTimeOffset now) => new()
    {
        HomeAddress = Fields.ToBytes(frame.HomeAddress),
        Ingress = ToMessage(frame.Ingress),
        // Nobody writes into a packet that has become a message.
        Packet = UnsafeByteOperations.UnsafeWrap(frame.Bytes),
        Received = frame.Received.UtcTicks,
        Age = ToAge(frame.Since, now),
        Traceparent = TraceContext.ToText(frame.Trace),
    };

    private static DateTimeOffset Since(Messages.SignallingFrame frame, DateTimeOffset now) => ToSince(frame.Age, now);

    public static ulong ToAge(DateTimeOffset since, DateTimeOffset now) => (ulong)Math.Clamp((now - since).Ticks, 0, Oldest.Ticks);

    public static DateTimeOffset ToSince(ulong age, DateTimeOffset now) => now - new TimeSpan((long)Math.Min(age, (ulong)Oldest.Ticks));

    public static Messages.Ingress ToMessage(in Ingress ingress) => new()
    {
        Encapsulation = (uint)ingress.Encapsulation,
        Local = Fields.ToBytes(ingress.Local.Mapped),
        Remote = Fields.ToBytes(ingress.Remote.Mapped),
        RemotePort = ingress.RemotePort,
        LocalPort = ingress.LocalPort,
        HomeAddressOption = ingress.HomeAddressOption,
        Edge = ingress.Edge,
    };

    public static Ingress ToIngress(Messages.Ingress? part)
    {
        var ingress = Fields.Required(part);
        return new Ingress(
            Fields.ToEncapsulation(ingress.Encapsulation), new IpAddress(Fields.ToAddress(ingress.Local)), new IpAddress(Fields.ToAddress(ingress.Remote)),
            Fields.ToPort(ingress.RemotePort), Fields.ToPort(ingress.LocalPort), ingress.HomeAddressOption,
            ingress.Edge <= ushort.MaxValue ? (ushort)ingress.Edge : throw new InvalidDataException($"{ingress.Edge} is not a place in a list"));
    }
}
