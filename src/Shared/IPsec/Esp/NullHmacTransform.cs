namespace DsMip.IPsec;

/// <summary>NULL encryption (RFC 2410) with an HMAC.</summary>
internal sealed class NullHmacTransform(HmacIntegrity integrity) : IEspTransform
{
    public void Seal(in EspFrame frame) => integrity.Write(frame);

    public bool TryOpen(in EspFrame frame) => integrity.Verify(frame);

    public void Dispose() => integrity.Dispose();
}
