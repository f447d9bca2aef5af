using System.Security.Cryptography;
using System.Text;
using DsMip.Configuration;

#pragma warning disable CA1416 // File modes: the home agent runs on Linux and nowhere else.

namespace DsMip.HomeAgent.Directory;

/// <summary>
/// Seals the keys of mobile nodes in the store (AES-256-GCM): a 12-byte nonce, the ciphertext, a 16-byte tag. What it belongs to is authenticated
/// with it, so that whoever can write to the table cannot give one mobile node's keys to another.
/// </summary>
public sealed class SealingKey
{
    private const int KeyLength = 32, NonceLength = 12, TagLength = 16;
    private const string KeyName = "Store:KeyFile";
    private const string HowTo = "make one with (umask 077; head -c 32 /dev/urandom >FILE)";
    private static readonly byte[] WitnessText = Encoding.ASCII.GetBytes("DsMip mobile nodes");
    private readonly byte[] _key;

    private SealingKey(byte[] key) => _key = key;

    /// <exception cref="ConfigurationException">There is no such file, it is no key, or others may read it.</exception>
    public static SealingKey Load(string path)
    {
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)) != 0)
                throw new ConfigurationException(KeyName, $"{path} is open to others than its owner: chmod 600 {path}");
            var key = File.ReadAllBytes(path);
            return key.Length == KeyLength ? new SealingKey(key) : throw new ConfigurationException(KeyName, $"{path} does not hold 32 bytes; {HowTo}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationException(KeyName, $"there is no file {path}; {HowTo}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(KeyName, e.Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>For the owner to read only.</summary>
    /// <exception cref="ConfigurationException">The file cannot be made.</exception>
    public static SealingKey Create(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            using var file = new FileStream(path, options);
            var key = RandomNumberGenerator.GetBytes(KeyLength);
            file.Write(key);
            file.Flush(flushToDisk: true);
            return new SealingKey(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(KeyName, e.Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>Stored beside what was sealed, so that a wrong key is noticed at once.</summary>
    public byte[] Witness() => Seal(WitnessText, []);

    /// <exception cref="ConfigurationException">It was made with another key.</exception>
    public void Check(byte[] witness)
    {
        if (TryOpen(witness, []) is null) throw new ConfigurationException(KeyName, "is not the key that the mobile nodes in the store were sealed with");
    }

    public byte[] Seal(ReadOnlySpan<byte> clear, ReadOnlySpan<byte> belongsTo)
    {
        var sealedBytes = new byte[NonceLength + clear.Length + TagLength];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_key, TagLength);
        cipher.Encrypt(nonce, clear, sealedBytes.AsSpan(NonceLength, clear.Length), sealedBytes.AsSpan(NonceLength + clear.Length), belongsTo);
        return sealedBytes;
    }

    /// <returns>Null: sealed with another key, altered, or somebody else's.</returns>
    public byte[]? TryOpen(ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> belongsTo)
    {
        if (sealedBytes.Length < NonceLength + TagLength) return null;
        var clear = new byte[sealedBytes.Length - NonceLength - TagLength];
        try
        {
            using var cipher = new AesGcm(_key, TagLength);
            cipher.Decrypt(sealedBytes[..NonceLength], sealedBytes[NonceLength..^TagLength], sealedBytes[^TagLength..], clear, belongsTo);
            return clear;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
