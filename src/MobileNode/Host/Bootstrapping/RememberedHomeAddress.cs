using DsMip.Linux;
using DsMip.Wire;

namespace DsMip.MobileNode.Bootstrapping;

/// <summary>The home address that a home agent gave last, for networks from where it cannot be asked. A file under StateDirectory.</summary>
internal sealed class RememberedHomeAddress(string directory, Ipv6Address homeAgent)
{
    private readonly string _path = Path.Combine(directory, "home-address");

    /// <summary>Unspecified: none, or another home agent's.</summary>
    public Ipv6Address Load()
    {
        try
        {
            var words = File.Exists(_path) ? File.ReadAllText(_path).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [];
            return words.Length == 2 && words[0] == homeAgent.ToString() && Ipv6Address.TryParse(words[1], null, out var home) ? home : default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    /// <exception cref="LinuxException">The disk does not take it.</exception>
    /// <exception cref="IOException">There is no such directory, and there cannot be.</exception>
    public void Save(Ipv6Address home)
    {
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        DurableFile.Replace(_path, System.Text.Encoding.UTF8.GetBytes($"{homeAgent} {home}\n"));
    }
}
