namespace DsMip.HomeAgent.Options;

/// <summary>Of the key that the DNS server and we share (RFC 8945 6).</summary>
public enum TsigAlgorithm
{
    HmacSha256 = 0,
    HmacSha384,
    HmacSha512,
}
