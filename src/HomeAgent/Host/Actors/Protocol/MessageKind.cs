using Google.Protobuf;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>One message between processes.</summary>
/// <param name="Manifest">Two or three letters, sent with every message.</param>
/// <param name="FromBytes">Throws <see cref="InvalidDataException"/> or <see cref="InvalidProtocolBufferException"/> when they are not this message.</param>
internal sealed record MessageKind(string Manifest, Type Type, Func<object, TimeProvider, byte[]> ToBytes, Func<byte[], TimeProvider, object> FromBytes)
{
    /// <param name="parser">Of the protobuf message that stands for it.</param>
    /// <param name="read">Throws <see cref="InvalidDataException"/>.</param>
    public static MessageKind Of<T, TMessage>(string manifest, MessageParser<TMessage> parser, Func<T, TMessage> write, Func<TMessage, T> read)
        where T : notnull
        where TMessage : IMessage<TMessage> =>
        Of<T, TMessage>(manifest, parser, (message, _) => write(message), (message, _) => read(message));

    /// <param name="read">Throws <see cref="InvalidDataException"/>.</param>
    /// <remarks>Both are given the time of this process.</remarks>
    public static MessageKind Of<T, TMessage>(
        string manifest, MessageParser<TMessage> parser, Func<T, DateTimeOffset, TMessage> write, Func<TMessage, DateTimeOffset, T> read)
        where T : notnull
        where TMessage : IMessage<TMessage> => new(
            manifest, typeof(T), (message, clock) => write((T)message, clock.GetUtcNow()).ToByteArray(),
            (bytes, clock) => read(parser.ParseFrom(bytes), clock.GetUtcNow()));
}
