using System.Security.Cryptography;
using System.Text;

namespace DsMip.HomeAgent.Host.Tests.Telemetry;

/// <summary>Bytes that nobody may see, in any of the forms that a program would show them in.</summary>
internal sealed record Secret(string Name, byte[] Bytes)
{
    // What is before it in the same encoding decides which one of three texts it is.
    private readonly string[] _encoded = [.. Enumerable.Range(0, 3).Select(before => Convert.ToBase64String([.. new byte[before], .. Bytes])[(before + 1)..^4])];
    private readonly string _hexadecimal = Convert.ToHexString(Bytes);
    private readonly string _clear = Encoding.Latin1.GetString(Bytes);

    public string Hexadecimal => _hexadecimal.ToLowerInvariant();

    public string Text => _clear;

    public static Secret OfText(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));

    public static Secret OfKey(string name, string hexadecimal) => new(name, Convert.FromHexString(hexadecimal));

    /// <summary>As random as a key, and the same in every run.</summary>
    public static Secret Invented(string name, int length = 20) => new(name, SHA256.HashData(Encoding.UTF8.GetBytes(name))[..length]);

    public static Secret Word(string name) => OfText(name, $"{Invented(name).Hexadecimal}.{name.Replace(' ', '.')}");

    /// <summary>How it is seen in a text, or null.</summary>
    public string? SeenIn(string text)
    {
        // Lines of PEM, and separators of hexadecimal.
        var joined = text.Replace("\\n", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        var digits = joined.Replace("-", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        if (text.Contains(_clear, StringComparison.Ordinal)) return $"{Name} in clear";
        if (digits.Contains(_hexadecimal, StringComparison.OrdinalIgnoreCase)) return $"{Name} in hexadecimal";
        var standard = joined.Replace('-', '+').Replace('_', '/');
        return _encoded.Any(form => standard.Contains(form, StringComparison.Ordinal)) ? $"{Name} in base64" : null;
    }
}
