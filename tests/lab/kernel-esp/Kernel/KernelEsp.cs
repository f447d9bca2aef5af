using System.Globalization;
using DsMip.IPsec;

namespace DsMip.KernelEsp.Lab;

/// <summary>Stock SAs and policies of the kernel (ip-xfrm(8)).</summary>
internal static class KernelEsp
{
    /// <summary>Removes every SA and policy.</summary>
    public static void Flush()
    {
        Iproute.Run("xfrm", "policy", "flush");
        Iproute.Run("xfrm", "state", "flush");
    }

    /// <param name="lastSequence">The number to go on from, for both directions.</param>
    public static void AddState(
        IpsecMode mode, string source, string destination, ManualSecurityAssociation sa, uint lastSequence = 0, params string[] selector)
    {
        var number = lastSequence.ToString(CultureInfo.InvariantCulture);
        string[] start = lastSequence == 0 ? [] : ["replay-seq", number, "replay-oseq", number];
        // Without a selector an SA serves the family of its own addresses only, unless told otherwise.
        string[] flags = sa.ExtendedSequenceNumbers ? ["flag", "esn", "af-unspec"] : ["flag", "af-unspec"];
        Iproute.Run(
        [
            "xfrm", "state", "add", "src", source, "dst", destination, "proto", "esp", "spi", $"0x{sa.Spi:x}",
            "mode", Mode(mode), "replay-window", "64", .. start, .. flags, .. Algorithms(sa), .. selector,
        ]);
    }

    /// <param name="direction">"in" or "out".</param>
    public static void AddPolicy(IpsecMode mode, string direction, string[] selector, string source, string destination) =>
        Iproute.Run(
        [
            "xfrm", "policy", "add", .. selector, "dir", direction,
            "tmpl", "src", source, "dst", destination, "proto", "esp", "mode", Mode(mode),
        ]);

    public static void DeletePolicy(string direction, string[] selector) => Iproute.Run(["xfrm", "policy", "delete", .. selector, "dir", direction]);

    private static string Mode(IpsecMode mode) => mode == IpsecMode.Tunnel ? "tunnel" : "transport";

    private static string[] Algorithms(ManualSecurityAssociation sa) => EspSuiteProfile.Find(sa.Suite)!.Suite switch
    {
        EspSuite.AesGcm128 or EspSuite.AesGcm256 => ["aead", "rfc4106(gcm(aes))", "0x" + sa.EncryptionKey, "128"],
        EspSuite.NullHmacSha256 => ["auth-trunc", "hmac(sha256)", "0x" + sa.IntegrityKey, "128", "enc", "ecb(cipher_null)", ""],
        EspSuite.AesCbc128HmacSha1 => ["auth-trunc", "hmac(sha1)", "0x" + sa.IntegrityKey, "96", "enc", "cbc(aes)", "0x" + sa.EncryptionKey],
        _ => ["auth-trunc", "hmac(sha256)", "0x" + sa.IntegrityKey, "128", "enc", "cbc(aes)", "0x" + sa.EncryptionKey],
    };
}
