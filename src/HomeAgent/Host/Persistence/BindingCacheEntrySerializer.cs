using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace DsMip.HomeAgent.Persistence;

/// <summary>Journal rows as protobuf. The manifest is short because it is stored with every row.</summary>
public sealed class BindingCacheEntrySerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Stored with every row: never change it.</summary>
    public const int SerializerIdentifier = 5555;

    public const string StateManifest = "b1";

    public override int Identifier => SerializerIdentifier;

    public override string Manifest(object o) => o is BindingCacheEntryState ? StateManifest : throw Unknown(o.GetType().Name);

    public override byte[] ToBinary(object obj) => obj is BindingCacheEntryState state ? ToBytes(state) : throw Unknown(obj.GetType().Name);

    public override object FromBinary(byte[] bytes, string manifest) => manifest == StateManifest ? FromBytes(bytes) : throw Unknown(manifest);

    public static byte[] ToBytes(BindingCacheEntryState state) => ProtocolMapping.ToMessage(state).ToByteArray();

    /// <exception cref="InvalidDataException">They are no such message.</exception>
    public static BindingCacheEntryState FromBytes(ReadOnlySpan<byte> bytes) => BindingCacheEntryReader.Read(bytes);

    private static ArgumentException Unknown(string what) => new($"the journal has no place for {what}");
}
