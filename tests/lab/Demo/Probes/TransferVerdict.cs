namespace DsMip.Lab.Probes;

/// <summary>Whether every byte of a transfer arrived, in order, over one and the same connection.</summary>
public sealed record TransferVerdict(bool Intact, string Why, long Bytes)
{
    public static TransferVerdict Of(TransferTrace correspondent, TransferTrace mobileNode)
    {
        if (correspondent.Last is not { } server || mobileNode.Last is not { } client)
        {
            return Broken($"an end said nothing: {correspondent.Noise} {mobileNode.Noise}");
        }

        var failure = server.Failure ?? client.Failure;
        if (failure is not null)
        {
            return Broken(failure);
        }

        if (server.SentSha256 is null || client.SentSha256 is null)
        {
            return Broken("an end did not finish");
        }

        if (mobileNode.Reports.Any(r => r.Local != client.Local || r.Remote != server.Local) || client.Local != server.Remote)
        {
            return Broken("not the same connection from start to end");
        }

        return server.SentSha256 == client.ReceivedSha256 && client.SentSha256 == server.ReceivedSha256
            ? new TransferVerdict(true, $"SHA-256 {client.ReceivedSha256[..12]} down, {client.SentSha256[..12]} up", client.Received + client.Sent)
            : Broken("checksums differ");
    }

    private static TransferVerdict Broken(string why) => new(false, why, 0);
}
