using System.Security.Cryptography;
using System.Text;
using DsMip.HomeAgent.Options;

namespace DsMip.HomeAgent.Admin.Access;

/// <summary>The tokens of the configuration, known by their hashes only.</summary>
internal sealed class AdminTokens(HomeAgentOptions options)
{
    /// <returns>Null: it is none of them.</returns>
    public AdminTokenOptions? Find(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        AdminTokenOptions? found = null;
        // All of them, so that the time it takes tells nothing.
        foreach (var candidate in options.Admin.Tokens)
            if (CryptographicOperations.FixedTimeEquals(hash, candidate.Sha256.AsSpan())) found = candidate;
        return found;
    }
}
