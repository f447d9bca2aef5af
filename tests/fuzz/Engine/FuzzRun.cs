namespace DsMip.Fuzz.Engine;

/// <summary>Executes one target with one input after the other, and goes on with those that reach new branches. The same seed makes the same run.</summary>
internal sealed class FuzzRun
{
    private const int Looks = 10;
    private readonly IFuzzTarget _target;
    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly Corpus _corpus = new();
    private readonly Coverage _coverage = new();
    private readonly Watchdog _watchdog;
    private readonly MemoryWatch _memory = new();

    public FuzzRun(IFuzzTarget target, int seed, Watchdog watchdog)
    {
        (_target, _random, _watchdog) = (target, new Random(seed), watchdog);
        _mutator = new Mutator(_random, [.. target.Tokens]);
    }

    public long Executions { get; private set; }

    public int Edges => _coverage.Edges;

    public IReadOnlyList<byte[]> Corpus => _corpus.Inputs;

    public MemoryWatch Memory => _memory;

    /// <summary>Executes what is known already.</summary>
    /// <exception cref="FuzzFailure">An input did harm.</exception>
    public void Replay(IEnumerable<byte[]> known)
    {
        foreach (var input in known) Execute(input);
        if (_corpus.Count == 0) _corpus.Add([]);
    }

    /// <param name="count">So many executions more.</param>
    /// <param name="progress">Told now and then how many have been made since the last time.</param>
    /// <exception cref="FuzzFailure">An input did harm, or memory grows.</exception>
    public void Mutate(long count, Action<long> progress)
    {
        for (var look = 1; look <= Looks; look++)
        {
            var share = count * look / Looks - count * (look - 1) / Looks;
            for (var i = 0L; i < share; i++) Execute(_mutator.Mutate(_corpus.Pick(_random), _corpus.Any(_random)));
            _memory.Look();
            progress(share);
        }
        if (_memory.Growth is { } growth) throw new FuzzFailure($"memory grows: {growth}", []);
    }

    /// <summary>As few of the inputs as reach all that all of them reach, the short ones first.</summary>
    public IReadOnlyList<byte[]> Minimised()
    {
        _coverage.Forget();
        var kept = new List<byte[]>();
        foreach (var input in _corpus.Inputs.OrderBy(input => input.Length))
            if (IsNew(input)) kept.Add(input);
        return kept;
    }

    private void Execute(ReadOnlySpan<byte> input)
    {
        Executions++;
        if (IsNew(input)) _corpus.Add(input);
    }

    private bool IsNew(ReadOnlySpan<byte> input)
    {
        _watchdog.Begin(input);
        _coverage.Begin();
        try
        {
            _target.Run(input);
        }
        catch (Exception e)
        {
            throw new FuzzFailure(e.ToString(), input.ToArray());
        }
        finally
        {
            _watchdog.End();
        }
        return _coverage.End();
    }
}
