"""The same in other scripts, and a few that are long. Written by hand."""

from __future__ import annotations

ARABIC_AND_PERSIAN = (
    "شكراً، كانت المشكلة في الجدار الناري لدى مزود الخدمة.",
    "عندنا كان سجل MX يشير إلى الخادم القديم. بعد تغييره انتظرنا ساعتين ووصلت الرسائل.",
    "هل يعمل هذا مع Exchange أيضاً؟ تظهر لي الرسالة 550 5.7.1 منذ أمس.",
    "الحل كان إضافة سجل PTR. اتصلت بالمزود وأضافه في اليوم نفسه، راجعوا https://www.rfc-editor.org/rfc/rfc1912",
    "انتبهوا إلى الشهادة: انتهت صلاحيتها ولم نلاحظ ذلك إلا بعد أسبوع 😔",
    "ممنون، مشکل از بسته بودن پورت ۲۵ بود.",
    "در سرور ما رکورد SPF دو بار ثبت شده بود. یکی را پاک کردیم و درست شد.",
    "شکریہ، ہمارے ہاں پورٹ 25 بند تھا۔ کمپنی نے فون کرنے پر کھول دیا۔",
)
HEBREW = (
    "תודה רבה, הבעיה הייתה בחומת האש של הספק.",
    "אצלנו רשומת ה-MX הצביעה על כתובת IP ולא על שם. תיקנו והדואר התחיל להגיע תוך שעה.",
    "שימו לב ש-Bezeq חוסמים את פורט 25 ללקוחות פרטיים. צריך להשתמש ב-587.",
    "התעודה פגה בלילה, `systemctl reload postfix` אחרי החידוש פתר את זה.",
)
INDIAN = (
    "धन्यवाद, पोर्ट 25 हमारे होस्टिंग वाले ने बंद कर रखा था।",
    "हमारे यहाँ SPF रिकॉर्ड दो बार लिखा था। एक हटाने के बाद सब मेल आने लगे।",
    "क्या यह BSNL के कनेक्शन पर भी लागू होता है? मुझे `Connection timed out` दिखता है।",
    "सर्टिफिकेट की तारीख निकल गई थी, नया लगाने के बाद Dovecot को reload करना पड़ा।",
    "ধন্যবাদ, আমাদের ক্ষেত্রে ডিস্ক ভরে গিয়েছিল।",
    "MX রেকর্ডে ভুল ছিল, ঠিক করার পর দুই ঘণ্টা অপেক্ষা করতে হয়েছে।",
    "நன்றி, எங்கள் சேவையகத்தில் சான்றிதழ் காலாவதியாகி இருந்தது.",
    "ధన్యవాదాలు, ఫైర్‌వాల్‌లో పోర్ట్ 25 మూసి ఉంది.",
    "നന്ദി, PTR റെക്കോർഡ് ചേർത്തപ്പോൾ ശരിയായി.",
)
THAI_AND_NEIGHBOURS = (
    "ขอบคุณครับ พอร์ต 25 โดนผู้ให้บริการปิดไว้จริง ๆ",
    "ของเรา MX ชี้ไปเซิร์ฟเวอร์เก่า แก้แล้วรอประมาณสองชั่วโมงถึงจะรับเมลได้",
    "ใครใช้ DirectAdmin ให้ดูเมนู MX Records ด้วย ต้องติ๊ก Use this server to handle my emails",
    "ดิสก์เต็มครับ ลบ log เก่าแล้วส่งได้ทันที 🙏",
    "អរគុណ បញ្ហាគឺ firewall របស់ក្រុមហ៊ុន។",
    "ຂອບໃຈຫຼາຍໆ ແກ້ໄດ້ແລ້ວ",
    "ကျေးဇူးတင်ပါတယ်၊ port 25 ပိတ်ထားတာပါ။",
)
CHINESE = (
    "谢谢，原来是云服务商默认封了25端口。",
    "阿里云需要提交工单申请解封25端口，或者直接改用465：https://help.aliyun.com/",
    "我们的问题是SPF记录超过十次DNS查询，合并以后就正常了。",
    "日志里写着 `550 5.7.1 Message rejected due to SPF`，检查后发现发件IP没有写进去。",
    "反向解析一定要做，不然QQ邮箱直接拒收。",
    "請問中華電信的固定IP要怎麼申請反解？填了申請單三天還沒有消息。",
    "憑證過期了，更新之後記得重新載入 Dovecot，不然還是舊的。",
    "按照第三步做完就好了，多謝分享！",
)
JAPANESE_AND_KOREAN = (
    "ありがとうございます。プロバイダーの OP25B が原因でした。587 番に変えたら送れました。",
    "さくらのVPSではパケットフィルターの設定も確認してください。25番が閉じていました。",
    "証明書の更新後に postfix の再読み込みを忘れていました…",
    "うちはSPFの書き間違いでした。`ip4` を `ipv4` と書いていました。お恥ずかしい。",
    "감사합니다. 방화벽에서 25번 포트가 막혀 있었네요.",
    "저희는 MX 레코드가 예전 서버를 가리키고 있었습니다. 수정하고 한 시간 뒤부터 메일이 들어옵니다.",
    "네이버로 보내면 스팸으로 가요. 화이트도메인 등록은 어디서 하나요?",
    "KT 회선은 25번 발신이 막혀 있어서 릴레이를 써야 합니다.",
)
OTHERS = (
    "გმადობთ, პორტი 25 დახურული იყო პროვაიდერთან.",
    "Շնորհակալություն, խնդիրը DNS-ի մեջ էր։",
    "አመሰግናለሁ፣ ፖርት 25 ተዘግቶ ነበር።",
    "Рахмет, мәселе MX жазбасында болған екен.",
    "Баярлалаа, сертификатын хугацаа дууссан байсан.",
    "Asante sana, tatizo lilikuwa kwenye firewall ya mtoa huduma.",
    "Go raibh maith agat, bhí an diosca lán.",
    "Dankon, la pordo 25 estis fermita ĉe la provizanto.",
)
LONG = (
    "Since this cost us the better part of a week, here is the whole story for the next one. We run a small mail server for a sports club, about 80 members. On a Tuesday mail from Outlook.com stopped. Nothing in our log, not even a connection. The check on this page said that everything is open, and it was right. We then asked a member with an Outlook address for the full bounce, which took two days, and it said `550 5.4.310 DNS domain does not exist`. Our registrar had moved the zone to new name servers, one of which answered REFUSED. Whoever asked the good one got mail through, Microsoft by chance had the bad one in its cache. What helped: `dig ns example.org +trace`, then asking each server by name. If one of them says REFUSED or SERVFAIL, write to the registrar and send the output along. They fixed it in an hour once they understood. So: the bounce first, always the bounce first.",
    "Ein Hinweis für alle mit mehreren Standorten: Bei uns ging es nur aus der Filiale in Linz nicht. Das lag weder am Server noch am DNS, sondern an der Firewall dort, die ausgehend „SMTP-Inspektion“ macht und dabei STARTTLS aus der Antwort auf EHLO streicht (statt 250-STARTTLS steht dort 250-XXXXXXXA). Man sieht das nur, wenn man den Dialog von Hand führt:\n\n```\ntelnet mail.example.at 25\nEHLO test\n```\n\nSteht dort eine Zeile mit lauter X, ist es genau das. Abschalten kann man es bei Cisco mit `no inspect esmtp`, bei anderen Herstellern heißt es „ALG“ oder „Application Control“. Danach war nach fünf Minuten alles zugestellt, was sich über das Wochenende in der Warteschlange gesammelt hatte. Den Artikel würde ich um diese Ursache ergänzen, denn der Test hier läuft ja von außen und kann so etwas gar nicht sehen.",
    '> Look at the reverse DNS first\n\nI would turn the order round. What we do now, in this order, and it has never taken more than ten minutes:\n\n1. read the bounce, all of it, and note the three digits\n2. `dig +short mx` from two resolvers\n3. the port from outside (the check here does it)\n4. the certificate\n5. only then SPF, DKIM, DMARC\n\nIn four years it was:\n\n- 11 times a full disk or mailbox\n- 6 times an expired certificate\n- 5 times DNS, always after somebody had "just cleaned up"\n- 2 times a blocklist\n- never a bug in Postfix',
    "我把整个过程写下来，希望对后面的人有用。上周一开始，公司收不到客户的邮件，发送没有问题。先看日志，`/var/log/maillog` 里什么都没有，说明对方根本没有连上来。用这里的检测，MX 记录正常，25 端口显示超时。登录防火墙检查规则，规则是对的。后来打电话给机房，才知道他们前一天升级了边界设备，默认把新策略里的入站 25 端口关掉了，而且没有通知任何人。机房打开以后，大约半小时，积压的邮件陆续都进来了，对方的服务器会重试，所以没有丢信。建议：第一，不要急着改自己的配置；第二，从外部测试端口；第三，直接问机房最近有没有变更。",
    "لمن يواجه المشكلة نفسها: بدأ الأمر عندنا يوم الأحد، توقفت الرسائل الواردة من Gmail فقط. فحصنا السجلات ووجدنا السطر التالي:\n\n```\nTLS handshake failed: sslv3 alert handshake failure\n```\n\nكان السبب أن أحدهم عطّل TLS 1.2 في إعدادات الخادم بالخطأ وترك TLS 1.0 فقط. بعد تعديل `smtpd_tls_protocols` وإعادة تحميل Postfix عادت الرسائل خلال دقائق. أنصح بفحص الشهادة والبروتوكولات معاً قبل البحث في DNS، فقد أضعنا يومين هناك بلا فائدة.",
    "Добавлю свой случай, вдруг кому пригодится. Письма от одного банка не доходили, остальные — без проблем. Выяснилось, что у банка DANE, а у нас в зоне осталась старая запись TLSA от прежнего сертификата. Проверить просто: `dig tlsa _25._tcp.mail.example.ru`, сравнить с `openssl x509 -noout -pubkey | openssl pkey -pubin -outform der | sha256sum`. Удалили старую запись, подождали TTL (у нас час), и всё пошло. Теперь обновляем TLSA скриптом до замены сертификата, а не после. Автору: было бы хорошо добавить эту причину в статью.",
)
