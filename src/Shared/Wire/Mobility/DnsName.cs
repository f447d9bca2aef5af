using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DsMip.Wire.Mobility;

/// <summary>Fully qualified names of hosts (RFC 1123 2.1): two labels at least, of letters, digits and hyphens. Case does not matter.</summary>
public static class DnsName
{
    private const int LongestLabel = 63;
    private static readonly SearchValues<byte> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"u8);

    /// <param name="text">With or without the dot of the root at its end.</param>
    /// <param name="name">Without.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (text is [.., (byte)'.']) text = text[..^1];
        if (text.Length > DnsUpdateOption.LongestName || text.IndexOf((byte)'.') < 0) return false;
        foreach (var label in text.Split((byte)'.'))
            if (!IsLabel(text[label])) return false;
        name = Encoding.ASCII.GetString(text);
        return true;
    }

    public static bool TryRead(string text, [NotNullWhen(true)] out string? name)
    {
        name = null;
        return Ascii.IsValid(text) && TryRead(Encoding.ASCII.GetBytes(text), out name);
    }

    /// <summary>It is the zone, or below it.</summary>
    /// <param name="zone">As <see cref="TryRead(string, out string?)"/> has given it back, and so is the name.</param>
    public static bool IsIn(string name, string zone) =>
        name.EndsWith(zone, StringComparison.OrdinalIgnoreCase) && (name.Length == zone.Length || name[name.Length - zone.Length - 1] == '.');

    private static bool IsLabel(ReadOnlySpan<byte> label) =>
        label.Length is > 0 and <= LongestLabel && !label.ContainsAnyExcept(Letters) && label[0] != '-' && label[^1] != '-';
}
