using DsMip.Wire;

namespace DsMip.Tunnel;

/// <summary>Finds the Home Address option (RFC 6275 6.3) in a destination options header.</summary>
internal static class HomeAddressOption
{
    public const byte Type = 0xc9;
    public const byte DataLength = 16;
    private const byte Pad1 = 0;

    /// <summary>The two bits that tell a node what to do with an option it does not know; 00: skip it (RFC 8200 4.2).</summary>
    private const byte ActionBits = 0xc0;

    public static DropReason Note(ReadOnlySpan<byte> frame, ExtensionHeader header, bool atHomeAgent, ref Outer outer)
    {
        var address = 0;
        var end = header.Offset + header.Length;
        for (var position = header.Offset + 2; position < end;)
        {
            var type = frame[position];
            if (type == Pad1) { position++; continue; }
            if (position + 2 > end) return DropReason.BadLength;
            var length = frame[position + 1];
            if (position + 2 + length > end) return DropReason.BadLength;
            if (type == Type)
            {
                if (!atHomeAgent || length != DataLength || address != 0 || outer.Removable.Exists) return DropReason.BadHomeAddressOption;
                address = position + 2;
            }
            else if ((type & ActionBits) != 0) return DropReason.BadHomeAddressOption;
            position += 2 + length;
        }
        if (address == 0) return DropReason.None;
        outer.Removable = header with { Address = address };
        outer.Ingress = outer.Ingress with { HomeAddressOption = true };
        return DropReason.None;
    }
}
