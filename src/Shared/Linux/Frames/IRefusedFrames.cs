namespace DsMip.Linux;

/// <summary>Is told what a <see cref="SendBatch"/> could not send. Called from within the batch: must not add to it.</summary>
public interface IRefusedFrames
{
    /// <param name="frame">The packet; valid during the call only.</param>
    /// <param name="why">EMSGSIZE: longer than the MTU of the link that the route leads to.</param>
    void Refused(ReadOnlySpan<byte> frame, Errno why);
}
