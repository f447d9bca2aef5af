using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>Messages between processes as protobuf. What a peer sends that is none of them is refused, and costs the peer that message only.</summary>
public sealed class ClusterMessageSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>A peer names serializers by number: never change it.</summary>
    public const int SerializerIdentifier = 5556;

    private readonly TimeProvider _clock = system.Settings.Setup.Get<ClusterClock>() is { HasValue: true } clock ? clock.Value.Time : TimeProvider.System;

    public override int Identifier => SerializerIdentifier;

    /// <exception cref="SerializationException">It is not a message between processes.</exception>
    public override string Manifest(object o) => KindOf(o).Manifest;

    /// <inheritdoc cref="Manifest"/>
    public override byte[] ToBinary(object obj) => KindOf(obj).ToBytes(obj, _clock);

    /// <exception cref="SerializationException">The manifest is unknown, or the bytes are not that message.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!MessageKinds.ByManifest.TryGetValue(manifest, out var kind)) throw new SerializationException($"there is no message '{manifest}'");
        try
        {
            return kind.FromBytes(bytes, _clock);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new SerializationException($"a message '{manifest}' is malformed: {e.Message}", e);
        }
    }

    private static MessageKind KindOf(object message) => MessageKinds.ByType.TryGetValue(message.GetType(), out var kind)
        ? kind
        : throw new SerializationException($"{message.GetType()} is not a message between processes");
}
