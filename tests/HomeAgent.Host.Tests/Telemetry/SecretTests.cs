namespace DsMip.HomeAgent.Host.Tests.Telemetry;

/// <summary>Who looks for secrets finds those that are there.</summary>
public sealed class SecretTests
{
    private static readonly Secret Key = Secret.Invented("a key");

    public static TheoryData<string> Shown => new(
        $"key {Key.Hexadecimal}.", Convert.ToHexString(Key.Bytes), BitConverter.ToString(Key.Bytes), string.Join(':', Key.Bytes.Select(octet => $"{octet:x2}")), $"[{Key.Text}]",
        Convert.ToBase64String(Key.Bytes), Convert.ToBase64String([1, .. Key.Bytes, 2]), Convert.ToBase64String([1, 2, .. Key.Bytes]),
        Convert.ToBase64String([.. new byte[40], .. Key.Bytes, .. new byte[20]]).Insert(64, "\n"),
        Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode([1, .. Key.Bytes]));

    [Theory]
    [MemberData(nameof(Shown))]
    public void A_secret_is_seen_in_every_form(string text) => Assert.NotNull(Key.SeenIn(text));

    [Fact]
    public void What_is_another_one_is_not_seen() => Assert.Null(Key.SeenIn($"{Secret.Invented("another").Hexadecimal} {Convert.ToBase64String(Secret.Invented("another").Bytes)}"));
}
