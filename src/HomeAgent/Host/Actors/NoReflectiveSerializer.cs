using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace DsMip.HomeAgent.Actors;

/// <summary>
/// Stands where Akka's JSON serializer would be, which makes objects of whatever type a message names. What crosses a process has a serializer of its
/// own; a message that has none is refused in either direction.
/// </summary>
public sealed class NoReflectiveSerializer : Serializer
{
    /// <param name="settings">Of the JSON serializer, which Akka passes on.</param>
    public NoReflectiveSerializer(ExtendedActorSystem system, Config settings) : base(system) => _ = settings;

    /// <summary>Of the serializer that it replaces: a peer names serializers by number.</summary>
    public override int Identifier => 1;

    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) => throw new SerializationException($"{obj.GetType()} has no serializer");

    public override object FromBinary(byte[] bytes, Type type) => throw new SerializationException($"{type} has no serializer");
}
