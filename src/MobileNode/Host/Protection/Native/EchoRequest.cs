namespace DsMip.MobileNode.Protection;

/// <summary>An ICMPv6 Echo Request (RFC 4443 4.1); the kernel fills in the checksum.</summary>
internal static class EchoRequest
{
    private const byte Type = 128;

    public static byte[] Bytes { get; } = [Type, 0, 0, 0, 0x41, 0x91, 0, 1];
}
