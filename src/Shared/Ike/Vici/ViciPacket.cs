using System.Buffers;
using System.Buffers.Binary;

namespace DsMip.Ike.Vici;

/// <summary>
/// A packet of the Versatile IKE Configuration Interface, charon's own protocol:
/// <code>
///  +----------------+------+ - - - - - - - - - - + - - - - - - - - +
///  | length, 32 bit | type | length, 8 bit, name | message         |
///  +----------------+------+ - - - - - - - - - - + - - - - - - - - +
/// </code>
/// The length counts what follows it. Requests, registrations and events have a name; requests, responses and events have a message.
/// </summary>
public sealed record ViciPacket(ViciPacketType Type, string Name, ViciSection Message)
{
    /// <summary>charon refuses longer ones, so nothing longer is believed either.</summary>
    public const int LongestContent = 512 * 1024;

    /// <summary>With the length in front.</summary>
    /// <exception cref="ViciException">Something is too long.</exception>
    public ReadOnlyMemory<byte> ToBytes()
    {
        var content = new ArrayBufferWriter<byte>();
        content.Write(stackalloc byte[] { 0, 0, 0, 0, (byte)Type });
        if (HasName(Type)) ViciWriter.WriteName(Name, content);
        ViciWriter.Write(Message, content);
        var length = content.WrittenCount - sizeof(uint);
        if (length > LongestContent) throw new ViciException($"{Name}: {length} bytes are too much for charon's socket");
        var bytes = content.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)length);
        return bytes;
    }

    /// <summary>Reads what follows the length.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, out ViciPacket packet)
    {
        packet = new ViciPacket(default, "", []);
        if (content.IsEmpty || content[0] > (byte)ViciPacketType.Event) return false;
        var type = (ViciPacketType)content[0];
        var name = "";
        var rest = content[1..];
        if (HasName(type) && !ViciReader.TryReadName(rest, out name, out rest)) return false;
        if (!ViciReader.TryRead(rest, out var message)) return false;
        packet = new ViciPacket(type, name, message);
        return true;
    }

    private static bool HasName(ViciPacketType type) =>
        type is ViciPacketType.CommandRequest or ViciPacketType.EventRegister or ViciPacketType.EventUnregister or ViciPacketType.Event;
}
