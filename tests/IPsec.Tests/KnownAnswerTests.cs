using System.Buffers.Binary;
using System.Security.Cryptography;
using DsMip.Wire;

namespace DsMip.IPsec.Tests;

[Clause("4303-2-format")]
public sealed class KnownAnswerTests
{
    /// <summary>Packets of draft-mcgrew-gcm-test-01 section 4, opened by us; the first comes with the extended sequence number 0x8765432100000000.</summary>
    [Theory]
    [InlineData(
        EspSuite.AesGcm128, 0x8765_4320_ffff_fffful, "4c80cdefbb5d10da906ac73c3613a634", "2e443b68", "0000432100000000", "4956ed7e3b244cfe",
        "fecf537e729d5b07dc30df528dd22b768d1b98736696a6fd348509fa13ceac34cfa2436f14a3f3cf65925bf1f4a13c5d15b21e1884f5ff6247aeabb786b93bce"
        + "61bc17d768fd9732459018148f6cbe722fd04796562dfdb4",
        "45000048699a000080114db7c0a80102c0a801010a9bf15638d301000001000000000000045f736970045f756470037369700963796265726369747902646b00"
        + "00210001")]
    [InlineData(
        EspSuite.AesGcm128, null, "feffe9928665731c6d6a8f9467308308", "cafebabe", "0000a5f80000000a", "facedbaddecaf888",
        "deb22cd9b07c72c16e3a65beeb8df304a5a5897d33ae530f1ba76d5d114d2a5c3de81827c10e9a4f51330d0eec416642cfbb85a5b47e48a4ec3b9ba95d918bd1"
        + "83b70d3aa8bc6ee4c309e9d85a41ad4a",
        "4500003e698f000080114dccc0a80102c0a801010a980035002a2343b2d001000001000000000000037369700963796265726369747902646b0000010001")]
    [InlineData(
        EspSuite.AesGcm256, null, "abbccddef00112233445566778899aababbccddef00112233445566778899aab", "11223344", "4a2cbfe300000002", "0102030405060708",
        "ff425c9b724599df7a3bcd510194e00d6a78107f1b0b1cbf06efae9d65a5d763748a637985771d347f0545659f14e99def842d8eb335f4eecfdbf831824b4c49"
        + "15956c96",
        "4500003069a6400080062690c0a801029389155e0a9e008b2dc57ee0000000007002400020bf0000020405b401010402")]
    [Clause("4303-2.2.1-esn", "4106-3-gcm")]
    public void Published_gcm_packets_open(
        EspSuite suite, ulong? before, string key, string salt, string header, string iv, string sealedBody, string payload)
    {
        var head = Convert.FromHexString(header);
        var spi = new Spi(BinaryPrimitives.ReadUInt32BigEndian(head));
        using var sad = new SecurityAssociationDatabase();
        var parameters = new SecurityAssociationParameters(spi, suite, Convert.FromHexString(key + salt), [], before is not null);
        var sa = new InboundSecurityAssociation(parameters, default);
        if (before is { } highest) sa.RestoreHighest(highest);
        Assert.True(sad.TryAdd(sa, out _));
        var sink = new RecordingSink();
        var path = new BitsPath(sad, new SecurityPolicyDatabase(), sink);
        path.Inbound(Packets.Ipv6(IpProtocol.Esp, [.. head, .. Convert.FromHexString(iv + sealedBody)]));
        // The published packets say 1 in the Next Header field.
        Assert.Equal(Packets.Ipv6(1, Convert.FromHexString(payload)), Assert.Single(sink.Cleared));
    }

    /// <summary>What we seal, taken apart with nothing but the platform's one-shot primitives.</summary>
    [Theory]
    [Clause("3602-2-cbc", "4868-2-hmac")]
    [InlineData(EspSuite.AesCbc128HmacSha256, true)]
    [InlineData(EspSuite.AesCbc256HmacSha256, false)]
    [InlineData(EspSuite.AesCbc128HmacSha1, true)]
    public void Cbc_packets_are_what_the_rfcs_say(EspSuite suite, bool extended)
    {
        var profile = EspSuiteProfile.Of(suite);
        var (encryption, integrity) = (Filled(profile.EncryptionKeyLength, 0x11), Filled(profile.IntegrityKeyLength, 0x22));
        using var sad = new SecurityAssociationDatabase();
        var sa = new OutboundSecurityAssociation(new SecurityAssociationParameters(new Spi(0x777), suite, encryption, integrity, extended), default);
        Assert.True(sad.TryAdd(sa, out _));
        sa.Sequence.ResumeAt(extended ? 0x5_0000_0001ul : 5);
        var sink = new RecordingSink();
        var path = new BitsPath(sad, new SecurityPolicyDatabase(SecurityPolicy.Protect(PolicyDirection.Both, default)), sink);
        using var aes = Aes.Create();
        aes.Key = encryption;
        var ivs = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            var plain = Packets.Udp6(i);
            path.Outbound(plain);
            var esp = sink.Sealed[^1].AsSpan(40);
            byte[] covered = [.. esp[..^profile.IcvLength], .. extended ? new byte[] { 0, 0, 0, 5 } : []];
#pragma warning disable CA5350 // The legacy suite is SHA-1 by name.
            var mac = suite == EspSuite.AesCbc128HmacSha1 ? HMACSHA1.HashData(integrity, covered) : HMACSHA256.HashData(integrity, covered);
#pragma warning restore CA5350
            Assert.Equal(mac.AsSpan(0, profile.IcvLength), esp[^profile.IcvLength..]);
            Assert.True(ivs.Add(Convert.ToHexString(esp.Slice(8, 16))));
            var body = aes.DecryptCbc(esp[24..^profile.IcvLength], esp.Slice(8, 16), PaddingMode.None);
            Assert.Equal(plain.AsSpan(40), body.AsSpan(0, plain.Length - 40));
            Assert.Equal(IpProtocol.Udp, body[^1]);
            Assert.Equal(Enumerable.Range(1, body[^2]).Select(n => (byte)n), body[^(2 + body[^2])..^2]);
        }
    }

    private static byte[] Filled(int length, byte value)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        return bytes;
    }
}
