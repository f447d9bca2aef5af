using System.Text;
using DsMip.Wire;

namespace DsMip.HomeAgent.Options;

/// <summary>Where the names of mobile nodes are kept in the DNS, and the key for it (RFC 5026 6, 9.5).</summary>
/// <param name="Zone">Without the dot at its end. Names outside of it are nobody's.</param>
/// <param name="KeyName">Of the TSIG key, as the server knows it.</param>
/// <param name="Key">Its secret; empty in a process that sends no updates.</param>
/// <param name="TimeToLive">Of the records, seconds.</param>
/// <param name="Timeout">How long a Binding Acknowledgement waits for the server.</param>
public sealed record NameUpdateOptions(
    IpAddress Server, int Port, string Zone, string KeyName, TsigAlgorithm Algorithm, ValueArray<byte> Key, int TimeToLive, TimeSpan Timeout)
{
    // Records print their members; a key must not reach a log that way.
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Server).Append(' ').Append(Zone);
        return true;
    }
}
