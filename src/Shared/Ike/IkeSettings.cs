using System.Text;
using DsMip.Configuration;

namespace DsMip.Ike;

/// <summary>Settings of IKE that both ends have, and what charon would refuse of them, or .NET.</summary>
public static class IkeSettings
{
    private const int LongestName = 107; // sockaddr_un

    /// <summary>Null: not given; see <see cref="CharonSettings.DefaultViciSocket"/>.</summary>
    /// <exception cref="ConfigurationException">No socket has a name so long.</exception>
    public static string? ViciSocket(SettingsReader ike)
    {
        const string name = "ViciSocket";
        if (ike.Text(name) is not { } path) return null;
        return Encoding.UTF8.GetByteCount(path) <= LongestName ? path : throw ike.Wrong(name, $"is longer than the {LongestName} bytes of a socket's name");
    }

    /// <summary>Null: not given.</summary>
    /// <exception cref="ConfigurationException">It is not written the way it begins. The message says nothing of the key.</exception>
    public static string? PresharedKey(SettingsReader ike) => Secret(ike, "PresharedKey");

    /// <inheritdoc cref="PresharedKey"/>
    public static string? Secret(SettingsReader ike, string name)
    {
        if (ike.Text(name) is not { } key) return null;
        try
        {
            if (new PresharedKey(key).Bytes.Length != 0) return key;
        }
        catch (FormatException)
        {
            // Said below.
        }
        throw ike.Wrong(name, "is not what it begins like: hexadecimal digits after 0x, base64 after 0s; any other text is taken as it is");
    }
}
