namespace DsMip.MobileNode.Core.Revocation;

/// <summary>How long to wait before asking again for a binding that was revoked: a home agent that revokes each one is not asked all the time.</summary>
internal sealed class RevocationPause
{
    private Retransmission _backOff = new(existingBinding: true);

    /// <param name="isShortLived">The binding was young: the pause doubles, up to that of Binding Updates without an answer.</param>
    public TimeSpan Next(bool isShortLived)
    {
        if (!isShortLived) _backOff = new Retransmission(existingBinding: true);
        return _backOff.Next();
    }
}
