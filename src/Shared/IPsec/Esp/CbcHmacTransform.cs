namespace DsMip.IPsec;

/// <summary>AES-CBC (RFC 3602) with an HMAC: encrypt, then authenticate; verify, then decrypt.</summary>
internal sealed class CbcHmacTransform(Spi spi, CbcCipher cipher, CbcIvSource ivs, HmacIntegrity integrity) : IEspTransform
{
    public void Seal(in EspFrame frame)
    {
        ivs.Write(frame.Iv, spi, frame.Sequence);
        cipher.Encrypt(frame);
        integrity.Write(frame);
    }

    public bool TryOpen(in EspFrame frame)
    {
        if (!integrity.Verify(frame)) return false;
        cipher.Decrypt(frame);
        return true;
    }

    public void Dispose()
    {
        cipher.Dispose();
        ivs.Dispose();
        integrity.Dispose();
    }
}
