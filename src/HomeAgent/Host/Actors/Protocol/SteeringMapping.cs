using DsMip.HomeAgent.Edge.Steering;
using Google.Protobuf;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>Between edges whose kernels have different SAs, and what an entity gives them. Readers throw <see cref="InvalidDataException"/>.</summary>
internal static class SteeringMapping
{
    public static Messages.SteeredPacket ToMessage(SteeredFrame frame, DateTimeOffset now) => new()
    {
        From = frame.From,
        Ingress = SignallingMapping.ToMessage(frame.Ingress),
        Packet = UnsafeByteOperations.UnsafeWrap(frame.Packet),
        Age = SignallingMapping.ToAge(frame.Since, now),
    };

    public static SteeredFrame ToFrame(Messages.SteeredPacket message, DateTimeOffset now) => new(
        message.From, SignallingMapping.ToIngress(message.Ingress), message.Packet.ToByteArray(), SignallingMapping.ToSince(message.Age, now));

    public static Messages.SteeredPacket ToMessage(SteeredAnswer answer) =>
        new() { Ingress = SignallingMapping.ToMessage(answer.Ingress), Packet = UnsafeByteOperations.UnsafeWrap(answer.Packet) };

    public static SteeredAnswer ToAnswer(Messages.SteeredPacket message) => new(SignallingMapping.ToIngress(message.Ingress), message.Packet.ToByteArray());

    public static Messages.NumbersClaimed ToMessage(NumbersClaimed claimed) => new()
    {
        HomeAddress = Fields.ToBytes(claimed.HomeAddress),
        Claim = claimed.Claim,
        InboundFingerprint = claimed.InboundFingerprint,
        InboundAccepted = claimed.InboundAccepted,
        OutboundUsed = claimed.OutboundUsed,
        OutboundThrough = claimed.OutboundThrough,
    };

    public static NumbersClaimed ToClaimed(Messages.NumbersClaimed message) =>
        message.OutboundThrough >= message.OutboundUsed && message.Claim > 0
            ? new(Fields.ToAddress(message.HomeAddress), message.Claim, message.InboundFingerprint, message.InboundAccepted, message.OutboundUsed, message.OutboundThrough)
            : throw new InvalidDataException($"claim {message.Claim} of numbers from {message.OutboundUsed} through {message.OutboundThrough}");
}
