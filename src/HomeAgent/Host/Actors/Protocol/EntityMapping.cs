namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>Messages that say nothing but which entity they are for.</summary>
internal static class EntityMapping
{
    public static Messages.ForHomeAddress ToMessage(IForHomeAddress message) => new() { HomeAddress = Fields.ToBytes(message.HomeAddress) };

    /// <inheritdoc cref="Fields.ToAddress(Google.Protobuf.ByteString)"/>
    public static Wire.Ipv6Address HomeAddress(Messages.ForHomeAddress message) => Fields.ToAddress(message.HomeAddress);
}
