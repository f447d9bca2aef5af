namespace DsMip.HomeAgent.Persistence;

/// <summary>Collects questions while the store answers others, so that a thousand entities that start at once cost a few statements. Any thread.</summary>
internal sealed class NewestRowLookup(INewestRows rows)
{
    private const int LargestBatch = 500;
    private const int AtATime = 2;
    private readonly Lock _gate = new();
    private readonly Queue<Question> _waiting = [];
    private int _running;

    /// <summary>The newest row that was committed before this call, or a newer one; null: there is none.</summary>
    public Task<StoredBinding?> FindAsync(string persistenceId)
    {
        var question = new Question(persistenceId, new TaskCompletionSource<StoredBinding?>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _waiting.Enqueue(question);
            if (_running == AtATime) return question.Answer.Task;
            _running++;
        }
        _ = Task.Run(RunAsync);
        return question.Answer.Task;
    }

    private async Task RunAsync()
    {
        while (Take() is { Count: > 0 } batch) await AnswerAsync(batch).ConfigureAwait(false);
    }

    private List<Question> Take()
    {
        var batch = new List<Question>();
        lock (_gate)
        {
            while (batch.Count < LargestBatch && _waiting.TryDequeue(out var question)) batch.Add(question);
            if (batch.Count == 0) _running--;
        }
        return batch;
    }

    private async Task AnswerAsync(List<Question> batch)
    {
        try
        {
            var found = await rows.NewestOfAsync([.. batch.Select(question => question.PersistenceId)], CancellationToken.None).ConfigureAwait(false);
            var byId = found.ToDictionary(row => row.PersistenceId);
            foreach (var question in batch) question.Answer.TrySetResult(byId.GetValueOrDefault(question.PersistenceId));
        }
        catch (Exception e)
        {
            foreach (var question in batch) question.Answer.TrySetException(e);
        }
    }

    private sealed record Question(string PersistenceId, TaskCompletionSource<StoredBinding?> Answer);
}
