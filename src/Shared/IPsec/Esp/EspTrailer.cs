namespace DsMip.IPsec;

/// <summary>Padding, pad length and next header at the end of the ESP body (RFC 4303 2.4 to 2.6).</summary>
internal static class EspTrailer
{
    public const int Length = 2;

    /// <summary>Bytes of payload, padding and trailer together.</summary>
    public static int BodyLength(int payload, int alignment) => (payload + Length + alignment - 1) / alignment * alignment;

    public static void Write(Span<byte> body, int payload, byte nextHeader)
    {
        var padding = body.Length - payload - Length;
        for (var i = 0; i < padding; i++) body[payload + i] = (byte)(i + 1);
        body[^2] = (byte)padding;
        body[^1] = nextHeader;
    }

    /// <summary>False if the pad length is too long or the padding is not 1, 2, 3, ...</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out int payload, out byte nextHeader)
    {
        int padding = body[^2];
        nextHeader = body[^1];
        payload = body.Length - Length - padding;
        if (payload < 0) return false;
        for (var i = 0; i < padding; i++)
        {
            if (body[payload + i] != i + 1) return false;
        }

        return true;
    }
}
