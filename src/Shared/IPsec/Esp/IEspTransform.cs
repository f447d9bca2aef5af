namespace DsMip.IPsec;

/// <summary>The cryptography of one SA, in place on one frame. One call at a time.</summary>
internal interface IEspTransform : IDisposable
{
    /// <summary>Writes IV and ICV and encrypts the body; the header is there already.</summary>
    void Seal(in EspFrame frame);

    /// <summary>Checks the ICV, then decrypts the body; false leaves the body undefined.</summary>
    bool TryOpen(in EspFrame frame);
}
