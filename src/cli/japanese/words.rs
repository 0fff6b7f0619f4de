//! The texts of the help in Japanese, in the order in which `arguments` has them: of a command by its words, of an argument by its
//! name behind them, with `…` what stands above the examples of a command, and with `例` examples that are explained themselves.

/// Key and text.
pub(super) const WORDS: &[(&str, &str)] = &[
    (
        "giji",
        "審議会・協議会の議事要旨を取り込み、意見を論点ごとに検索し、対応事項を会議をまたいで追います",
    ),
    (
        "giji 例",
        "
  giji serve --demo                       架空の会議体の議事要旨が入ったサービスを動かす
  giji import minutes.txt                 議事要旨を取り込み、会議の案を作る
  giji search '\"養成研修\" 受講要件'         データのディレクトリーの全てを検索
  giji actions --status open --json       行うべきことを、プログラムのために表示",
    ),
    ("giji --help", "使い方を表示"),
    ("giji --version", "バージョンを表示"),
    (
        "giji --data_dir",
        "検索用の索引を置くディレクトリー。データベースをサーバーに置かない場合は、データベースもここに置く",
    ),
    (
        "giji --database_url",
        "データベース：postgres://… 又は sqlite://…。省略すると、データのディレクトリーの SQLite。\
         sqlite://FILE?max_page_count=N とすると、ファイルは 4096 バイトの N ページまで",
    ),
    (
        "giji --database_url_file",
        "データベースの URL を書いたファイル。パスワードがプロセス一覧に出ないようにするため",
    ),
    (
        "giji --search",
        "検索エンジン：embedded（giji に組み込みのもの）又は meilisearch（Meilisearch のサーバー）",
    ),
    (
        "giji --meili_url",
        "Meilisearch のサーバーのアドレス：http://… 又は https://…",
    ),
    (
        "giji --meili_key",
        "Meilisearch のキー。マスターキーからは、giji が権限を絞った自分用のキーを作る",
    ),
    (
        "giji --meili_key_file",
        "Meilisearch のキーを書いたファイル。キーがプロセス一覧に出ないようにするため",
    ),
    (
        "giji --meili_index",
        "Meilisearch のサーバーでの索引の名前。データベースごとに一つ",
    ),
    (
        "giji help",
        "このヘルプ、又は指定したコマンドのヘルプを表示",
    ),
    ("giji help --subcommand", "ヘルプを表示するコマンド"),
    ("giji serve", "SIGTERM か Ctrl-C まで API を提供"),
    (
        "giji serve …",
        "応答できるようになると listening on URL と表示します。API の説明は URL/docs にあります。\n\
         --demo を付けた最初の起動では、役割ごとに「役割 トークン」の行を表示します。",
    ),
    (
        "giji serve --demo",
        "架空の会議体の4回の会議を、まだなければ取り込む",
    ),
    (
        "giji serve --listen",
        "待ち受けるアドレス。ポート 0 は空いているポート",
    ),
    (
        "giji serve --log",
        "標準エラー出力に残すログ。info、giji=debug,warn など",
    ),
    (
        "giji parse",
        "議事要旨のファイルを読み、読み取った内容を表示。データベースには触れない",
    ),
    (
        "giji parse …",
        "読めるのは Word 文書（.docx）、文字を含む PDF、UTF-8・UTF-16・Shift_JIS（CP932）・EUC-JP のテキストです。\
         種類は、名前ではなく中身で判断します。\n\n\
         text では、ファイルの各行を行番号と、左側に何として読んだかを付けて表示します。✗ はどの規則でも読めなかった行です。\
         最後に全体の要約が続きます。色が付くのは端末だけで、NO_COLOR があれば付きません。",
    ),
    ("giji parse --file", "ファイル。- は標準入力"),
    (
        "giji parse --format",
        "表示の形：text（人が見るため）、json（プログラムのため。取込みの元になる形）",
    ),
    (
        "giji import",
        "議事要旨のファイルを取り込み、それぞれから会議の案を作る",
    ),
    (
        "giji import …",
        "読めるのは Word 文書（.docx）、文字を含む PDF、UTF-8・UTF-16・Shift_JIS（CP932）・EUC-JP のテキストです。\n\
         --council がなければ、ファイルに書かれた名前の会議体に取り込み、なければその会議体を作ります。\n\
         フォルダーを指定すると、その下の .txt、.text、.docx、.pdf を名前の順に取り込みます（隠しファイルを除く）。\
         同じファイルをもう一度指定しても何も変わらず、読み直しません。既にある会議の別のファイル（訂正版）は、取り込んで確認待ちとし、\
         会議は変えません。--update で会議がそれに合います。1つが失敗しても残りは取り込み、終了コードは 1 になります。\
         Ctrl-C で中断しても、同じコマンドで残りを取り込めます。ファイルが多いときは、最後に、読んだもの、確認が要るもの、失敗したものの表を表示します。",
    ),
    ("giji import --files", "ファイルとフォルダー。- は標準入力"),
    ("giji import --filename", "標準入力に付けるファイル名"),
    ("giji import --council", "議事要旨の会議体の id"),
    (
        "giji import --create_council",
        "ファイルに書かれた名前の会議体がなければ作る",
    ),
    (
        "giji import --update",
        "既にある会議をこのファイルに合わせる。人が決めたことは変わらない",
    ),
    (
        "giji import --as_new",
        "同じ回又は同じ日の会議があっても、別の会議を作る",
    ),
    (
        "giji import --json",
        "ファイルごとに、1行に1つの JSON オブジェクトを表示",
    ),
    (
        "giji import --quiet",
        "失敗と、確認待ちのファイルだけを表示",
    ),
    ("giji search", "意見、議題、対応事項、会議、人を検索"),
    (
        "giji search …",
        "語は全てを含むものを探します。\"句\" はそのままの並び、-語 は含まないもの、OR はいずれか。値の前に speaker: issue: \
         council: year: kind: を付けると絞り込みます。",
    ),
    ("giji search --query", "検索する語"),
    ("giji search --limit", "表示する件数。1 から 100 まで"),
    (
        "giji search --no_expand",
        "入力した語だけを検索（同義語や、年のほかの書き方は検索しない）",
    ),
    (
        "giji search --json",
        "GET /api/v1/search が返す JSON オブジェクトを表示",
    ),
    ("giji actions", "対応事項の一覧を表示"),
    (
        "giji actions --status",
        "この状態のものだけ。コンマで区切って複数指定できる",
    ),
    ("giji actions --council", "この会議体のものだけ"),
    ("giji actions --issue", "この論点のものだけ"),
    ("giji actions --overdue", "期限を過ぎたものだけ"),
    (
        "giji actions --json",
        "GET /api/v1/action-items が返すオブジェクトを {\"items\": […]} として表示",
    ),
    (
        "giji roster",
        "会議体の委員名簿を取り込む、又はファイルに書き出す",
    ),
    (
        "giji roster import",
        "会議体の委員名簿を取り込む。全てを取り込むか、何も取り込まない",
    ),
    (
        "giji roster import …",
        "列は見出しで判断し、順序は問いません：氏名、よみ（ふりがな）、所属、役職（区分）、任期 又は 就任日・退任日。\n\
         氏名とよみが完全に同じ委員がいれば、その席を変更し、いなければ人と席を作ります。齋藤と斎藤は別の人で、\
         そのような組は知らせます。",
    ),
    (
        "giji roster import --file",
        "ファイル：UTF-8 か CP932 の CSV、又は .xlsx。- は標準入力",
    ),
    ("giji roster import --council", "名簿の会議体の id"),
    (
        "giji roster import --dry_run",
        "何も変更せず、変わる内容を行ごとに表示",
    ),
    (
        "giji roster import --json",
        "POST /api/v1/councils/ID/roster が返す JSON オブジェクトを表示",
    ),
    ("giji roster export", "会議体の委員名簿をファイルに書き出す"),
    ("giji roster export --council", "会議体の id"),
    ("giji roster export --format", "csv 又は xlsx"),
    (
        "giji roster export --encoding",
        "csv の文字コード：utf-8（BOM 付き）又は cp932",
    ),
    (
        "giji roster export --on",
        "この日に委員である人だけ。2024-04-01 のように指定",
    ),
    (
        "giji roster export --output",
        "書き出すファイル。省略すると標準出力",
    ),
    ("giji reindex", "検索用の索引をデータベースから作り直す"),
    (
        "giji reindex …",
        "新しい索引ができるまでは、古い索引で検索できます。サーバーが動いていれば、サーバーが作り直します。",
    ),
    ("giji openapi", "OpenAPI 文書を表示"),
    ("giji token", "アクセストークンの発行、一覧、失効"),
    ("giji token create", "トークンを発行。表示は今回限り"),
    (
        "giji token create --role",
        "使う人の役割：member、staff、secretariat、admin",
    ),
    (
        "giji token create --council",
        "対象の会議体の id。省略すると全て。member には必要",
    ),
    (
        "giji token create --person",
        "member のトークンを結び付ける人の id。member には必要",
    ),
    ("giji token create --name", "何に使うか"),
    (
        "giji token create --json",
        "{\"id\", \"role\", \"council_id\", \"person_id\", \"token\"} を表示",
    ),
    ("giji token list", "トークンの一覧を表示。秘密の部分は除く"),
    ("giji token list --json", "{\"items\": […]} を表示"),
    ("giji token revoke", "トークンを失効させる。以後は使えない"),
    ("giji token revoke --id", "giji token list で表示される id"),
    (
        "giji check",
        "データベースと、それに対する検索用の索引を検査",
    ),
    (
        "giji check …",
        "損傷があれば終了コードは 1 で、内容を標準出力に表示します。",
    ),
    (
        "giji verify",
        "公開した版の連鎖をたどり、公開時と異なるものを示す",
    ),
    (
        "giji verify …",
        "全てのダイジェストとハッシュを計算し直し、版から版へとたどり、監査証跡及び現在読まれる内容と照合します。\n\
         削除した箇所も表示します。異なるものがあれば終了コードは 1 で、内容を標準出力に表示します。",
    ),
    ("giji verify --meeting", "この id の会議の議事要旨だけ"),
    ("giji verify --json", "JSON オブジェクトを一つ表示"),
];
