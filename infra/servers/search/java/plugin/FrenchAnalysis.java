package cite;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.fr.FrenchLightStemFilter;
import org.apache.lucene.analysis.fr.FrenchMinimalStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.SetKeywordMarkerFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.AnalyzerScope;
import org.elasticsearch.index.analysis.PreConfiguredTokenFilter;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;

/** Token filters and the french analyzer, with the names and settings that the full server gives them. */
final class FrenchAnalysis {

    private FrenchAnalysis() {}

    static Map<String, AnalysisProvider<TokenFilterFactory>> filters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> filters = new TreeMap<>();
        filters.put("lowercase", (index, env, name, settings) -> filter(name, LowerCaseFilter::new, true));
        filters.put("asciifolding", (index, env, name, settings) -> folding(name, settings));
        filters.put("elision", (index, env, name, settings) -> elision(name, settings));
        filters.put(
            "keyword_marker",
            AnalysisPlugin.requiresAnalysisSettings((index, env, name, settings) -> keywords(name, settings)));
        filters.put("edge_ngram", (index, env, name, settings) -> edges(name, settings));
        filters.put("stemmer", (index, env, name, settings) -> stemmer(name, settings));
        return filters;
    }

    static List<PreConfiguredTokenFilter> preConfigured() {
        return List.of(
            PreConfiguredTokenFilter.singleton("asciifolding", true, ASCIIFoldingFilter::new),
            PreConfiguredTokenFilter.singleton(
                "elision", true, input -> new ElisionFilter(input, FrenchAnalyzer.DEFAULT_ARTICLES)));
    }

    static Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> analyzers() {
        return Map.of("french", (index, env, name, settings) -> {
            FrenchAnalyzer french = new FrenchAnalyzer(
                Analysis.parseStopWords(env, settings, FrenchAnalyzer.getDefaultStopSet()),
                Analysis.parseStemExclusion(settings, CharArraySet.EMPTY_SET));
            return new AnalyzerProvider<FrenchAnalyzer>() {
                @Override
                public String name() {
                    return name;
                }

                @Override
                public AnalyzerScope scope() {
                    return AnalyzerScope.INDEX;
                }

                @Override
                public FrenchAnalyzer get() {
                    return french;
                }
            };
        });
    }

    private static TokenFilterFactory folding(String name, Settings settings) {
        boolean keep = settings.getAsBoolean("preserve_original", false);
        return filter(name, input -> new ASCIIFoldingFilter(input, keep), keep == false);
    }

    private static TokenFilterFactory elision(String name, Settings settings) {
        List<String> articles = settings.getAsList("articles", null);
        boolean ignoreCase = settings.getAsBoolean("articles_case", false);
        CharArraySet set = articles == null ? FrenchAnalyzer.DEFAULT_ARTICLES : new CharArraySet(articles, ignoreCase);
        return filter(name, input -> new ElisionFilter(input, set), true);
    }

    private static TokenFilterFactory keywords(String name, Settings settings) {
        CharArraySet set = new CharArraySet(settings.getAsList("keywords"), settings.getAsBoolean("ignore_case", false));
        return filter(name, input -> new SetKeywordMarkerFilter(input, set), false);
    }

    private static TokenFilterFactory edges(String name, Settings settings) {
        int shortest = settings.getAsInt("min_gram", 1);
        int longest = settings.getAsInt("max_gram", 2);
        boolean keep = settings.getAsBoolean("preserve_original", false);
        return filter(name, input -> new EdgeNGramTokenFilter(input, shortest, longest, keep), false);
    }

    private static TokenFilterFactory stemmer(String name, Settings settings) {
        String language = settings.get("language", settings.get("name", "porter"));
        return switch (language) {
            case "light_french", "lightFrench" -> filter(name, FrenchLightStemFilter::new, false);
            case "minimal_french", "minimalFrench" -> filter(name, FrenchMinimalStemFilter::new, false);
            case "french" -> filter(name, input -> new SnowballFilter(input, "French"), false);
            case "english" -> filter(name, input -> new SnowballFilter(input, "English"), false);
            case "porter" -> filter(name, PorterStemFilter::new, false);
            default -> throw new IllegalArgumentException("this node does not carry the stemmer " + language);
        };
    }

    private static TokenFilterFactory filter(String name, Function<TokenStream, TokenStream> wrap, boolean normalizes) {
        return new TokenFilterFactory() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public TokenStream create(TokenStream input) {
                return wrap.apply(input);
            }

            @Override
            public TokenStream normalize(TokenStream input) {
                return normalizes ? wrap.apply(input) : input;
            }
        };
    }
}
